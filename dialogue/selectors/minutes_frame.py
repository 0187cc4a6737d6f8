"""What stands around the discussion in minutes: masthead, camps, participation, the rule of the levels."""

from datetime import date

from django.utils import timezone

from dialogue import minutes
from dialogue.enums import Attribution
from dialogue.minutes import NEITHER, LocalText
from dialogue.models import Camp
from dialogue.models import LocalText as StoredText
from dialogue.selectors.heard import Heard

TOOL_VERSION = "0.1.0"


def header(heard: Heard, attribution: Attribution) -> minutes.Header:
    session, workshop = heard.session, heard.workshop
    days = {day for day in (session.starts_on, session.ends_on) if day}
    return minutes.Header(
        workshop=local(workshop.title),
        reference=f"BB/{workshop.printed_code}/S.{session.number}",
        session_number=session.number,
        dates=tuple(iso(day) for day in sorted(days)),
        issued=iso(timezone.localdate(session.closed_at)),
        status="draft",
        original_language=workshop.language,
        attribution=attribution.value,  # type: ignore[arg-type]  # the same four words
        k=workshop.smallest_group,
        fictitious=workshop.is_fictitious,
        session_title=local_or_none(session.title),
        place=local_or_none(workshop.place),
    )


def camp(camp: Camp) -> minutes.Camp:
    return minutes.Camp(
        key=camp.key,
        label=local(camp.label),
        definition=local(camp.definition),
        footnote=local_or_none(camp.footnote),
    )


def participation(heard: Heard) -> minutes.Participation:
    """How many take part: a group below k uncounted, and none of neither camp where nobody is."""
    k = heard.workshop.smallest_group
    groups = [
        minutes.Group(key, size if size >= k else None)
        for key, size in heard.sizes.items()
        if size or key != NEITHER
    ]
    is_complete = all(group.members is not None for group in groups)
    return minutes.Participation(tuple(groups), sum(heard.sizes.values()) if is_complete else None)


def method(heard: Heard) -> minutes.Method:
    workshop = heard.workshop
    return minutes.Method(
        tool_version=TOOL_VERSION,
        convergence_from=workshop.convergence_percent / 100,
        emerging_from=workshop.emerging_percent / 100,
        joint_probability_from=workshop.confidence_percent / 100,
        quorum_part=workshop.quorum_numerator,
        quorum_whole=workshop.quorum_denominator,
        quorum_persons=workshop.quorum_persons,
        tells_bands=workshop.tells_bands,
    )


def local(text: StoredText) -> LocalText:
    return LocalText(dict(text))


def local_or_none(text: StoredText) -> LocalText | None:
    return local(text) if any(text.values()) else None


def iso(day: date) -> str:
    return day.isoformat()
