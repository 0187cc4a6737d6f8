"""Findings and summaries as one reader sees them: signed for all, drafts for the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.enums import Attribution
from dialogue.models import Finding, PositionVersion
from dialogue.selectors.convergence import found_in_workshop
from dialogue.selectors.findings import (
    drafts,
    finding_history,
    finding_shown,
    findings_of_thread,
    signed_findings,
    summary_of,
)
from dialogue.selectors.people import people_of
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.positions import withdraw_position
from dialogue.services.summaries import write_summary
from tests.cast import Cast, post


@pytest.fixture
def evidence(cast: Cast) -> list[PositionVersion]:
    posted = [post(each, cast.thread, f"Said by {each}.") for each in (cast.abolitionist, cast.supporter)]
    return [position.current_version for position in posted if position.current_version]


def words(
    evidence: list[PositionVersion], text: str = "Found.", level: str = "shared_question"
) -> FindingWording:
    return FindingWording(text=text, language="en", level=level, evidence=evidence)


def test_signed_finding_says_what_it_rests_on(cast: Cast, evidence: list[PositionVersion]) -> None:
    sign_finding(by=cast.moderator, thread=cast.thread, wording=words(evidence))

    (shown,) = findings_of_thread(cast.thread, people_of(cast.observer, "en"))

    assert (shown.text.text, shown.level_label, shown.signed_as) == ("Found.", "Shared question", "moderator")
    assert [(each.claim.text, each.by.label) for each in shown.evidence] == [
        ("Said by A1.", "A1"),
        ("Said by D1.", "D1"),
    ]
    assert (shown.may_edit, shown.has_newer_draft, shown.is_signed) == (False, False, True)


def test_withdrawn_evidence_keeps_its_place_and_no_words(cast: Cast, evidence: list[PositionVersion]) -> None:
    sign_finding(by=cast.moderator, thread=cast.thread, wording=words(evidence))
    withdraw_position(by=cast.abolitionist, position=evidence[0].position)

    (shown,) = findings_of_thread(cast.thread, people_of(cast.observer, "en"))

    assert [(each.claim.text, each.is_withdrawn) for each in shown.evidence] == [
        ("", True),
        ("Said by D1.", False),
    ]


def test_evidence_is_attributed_by_the_display_rule(cast: Cast, evidence: list[PositionVersion]) -> None:
    sign_finding(by=cast.moderator, thread=cast.thread, wording=words(evidence))
    cast.observer.workshop.display = Attribution.NONE

    (shown,) = findings_of_thread(cast.thread, people_of(cast.observer, "en"))

    assert [(each.by.label, each.by.camp) for each in shown.evidence] == [("", None), ("", None)]


def test_points_of_convergence_are_the_signed_ones_of_the_first_two_levels(
    cast: Cast, evidence: list[PositionVersion]
) -> None:
    for level in ("convergence", "emerging_convergence", "shared_question", "clarified_divergence", "open"):
        sign_finding(by=cast.chair, thread=cast.thread, wording=words(evidence, level=level))
    draft_finding(by=cast.chair, thread=cast.thread, wording=words(evidence, level="convergence"))

    for reader in (cast.observer, cast.moderator):
        found = found_in_workshop(people_of(reader, "en"))
        assert [each.finding.level for each in found.points] == ["convergence", "emerging_convergence"]
        assert [each.level for each in found.others] == ["shared_question", "clarified_divergence", "open"]
        assert [len(each.found) for each in found.others] == [1, 1, 1]


def test_newer_draft_hides_nothing_signed_from_the_desk(cast: Cast, evidence: list[PositionVersion]) -> None:
    finding = sign_finding(by=cast.chair, thread=cast.thread, wording=words(evidence, level="convergence"))
    later = words(evidence, "Not any more.", level="open")
    draft_finding(by=cast.moderator, thread=cast.thread, wording=later, finding=finding, expected_version=1)

    (for_all,) = signed_findings(people_of(cast.observer, "en"))
    (for_desk,) = signed_findings(people_of(cast.moderator, "en"))

    assert (for_all.text.text, for_all.has_newer_draft) == ("Found.", False)
    assert (for_desk.text.text, for_desk.has_newer_draft) == ("Found.", True)
    assert [shown.text.text for shown in drafts(people_of(cast.moderator, "en"))] == ["Not any more."]
    assert drafts(people_of(cast.observer, "en")) == ()


def test_history_tells_drafts_to_the_desk_alone(cast: Cast, evidence: list[PositionVersion]) -> None:
    finding = draft_finding(by=cast.moderator, thread=cast.thread, wording=words(evidence, "First."))
    again = {"thread": cast.thread, "finding": finding}
    sign_finding(by=cast.moderator, wording=words(evidence, "Second."), expected_version=1, **again)  # type: ignore[arg-type]
    draft_finding(by=cast.moderator, wording=words(evidence, "Third."), expected_version=2, **again)  # type: ignore[arg-type]
    stored = Finding.objects.select_related("thread").get()

    def history(reader: object) -> list[str]:
        return [shown.text.text for shown in finding_history(stored, people_of(reader, "en"))]  # type: ignore[arg-type]

    assert history(cast.rapporteur) == ["Third.", "Second.", "First."]
    assert history(cast.observer) == ["Second."]
    assert finding_shown(stored, people_of(cast.observer, "en")).text.text == "Second."
    assert finding_shown(stored, people_of(cast.moderator, "en")).text.text == "Third."


def test_newest_summary_stands(cast: Cast, evidence: list[PositionVersion]) -> None:
    assert summary_of(cast.thread, people_of(cast.observer, "en")) is None

    for number, text in enumerate(["First.", "Second."]):
        write_summary(
            by=cast.rapporteur, thread=cast.thread, text=text, language="en", rests_on=evidence,
            expected_number=number,
        )  # fmt: skip

    shown = summary_of(cast.thread, people_of(cast.observer, "en"))
    assert shown is not None
    assert (shown.text.text, shown.number, len(shown.rests_on)) == ("Second.", 2, 2)


def test_number_of_findings_costs_no_query(cast: Cast, evidence: list[PositionVersion]) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            findings_of_thread(cast.thread, people_of(cast.moderator, "en"))
        return len(queries)

    sign_finding(by=cast.moderator, thread=cast.thread, wording=words(evidence))
    one = count()
    for _ in range(4):
        sign_finding(by=cast.moderator, thread=cast.thread, wording=words(evidence))

    assert count() == one
