"""How figures moved: as they stood at the close of each session, beside those of now."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Abs
from django.utils.translation import gettext as _

from dialogue.enums import FigureKind, SessionState
from dialogue.models import Figure, Position, Session, SessionFigure
from dialogue.models.texts import Wording
from dialogue.selectors.figures import figure_shown
from dialogue.selectors.people import People
from dialogue.selectors.sentences import level_label
from dialogue.selectors.shown import CampFigureShown, FigureShown
from dialogue.selectors.threads import printed_reference

MOST_MOVED = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """One line: when, and what the figures were. `camps` are in the order of the workshop, None where one had
    no members.
    """

    label: str
    version_number: int
    is_current_version: bool
    camps: tuple[CampFigureShown | None, ...]
    bridge_percent: int | None
    level_label: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A text whose bridge or level is another than at the close of the session."""

    position_id: UUID
    thread_reference: str
    reference: str
    claim: Wording
    bridge_then: int | None
    bridge_now: int | None
    level_then: str
    level_now: str


@dataclass(frozen=True, slots=True)
class MovedSince:
    """What moved most since the close of the last session."""

    session: int
    texts: tuple[Moved, ...]


def movement_of(position: Position, now: FigureShown, people: People) -> tuple[Standing, ...]:
    """The figures of a position at the close of each session, and now; nothing before the first. One query.

    Figures of a session stay as they were drawn then, as its minutes print them. But as long as a camp is too
    small for figures to be shown, none of any time are: beside what is left, former ones would tell of it.
    """
    if people.tells_bands or people.has_small_camp or now.is_withheld:
        return ()
    kept = list(
        SessionFigure.objects.filter(version__position=position)
        .select_related("version", "session")
        .order_by("session__number", "version__number")
    )
    if not kept:
        return ()
    lines = [
        _standing(
            _session_words(each.session.number),
            each.version.number,
            each.version_id == position.current_version_id,
            figure_shown(each, people),
            people,
        )
        for each in kept
    ]
    number = position.current_version.number if position.current_version is not None else 1
    return (*lines, _standing(_("Now"), number, True, now, people))


def _standing(
    label: str, version_number: int, is_current: bool, figure: FigureShown, people: People
) -> Standing:
    of_camps = {each.camp.key: each for each in figure.camps}
    return Standing(
        label=label,
        version_number=version_number,
        is_current_version=is_current,
        camps=tuple(of_camps.get(camp.key) for camp in people.camps),
        bridge_percent=figure.bridge_percent,
        level_label=figure.level_label,
    )


def _session_words(number: int) -> str:
    return _("Close of session %(number)s") % {"number": number}


def moved_most(people: People) -> MovedSince | None:
    """The texts whose bridge moved most since the last close, in the same wording; two queries.

    None before the first close, and while a camp is too small for figures to be shown. Where too few had
    answered, then or now, there are no levels to lay beside each other.
    """
    last = (
        Session.objects.filter(workshop=people.reader.workshop, state=SessionState.CLOSED)
        .order_by("-number")
        .first()
    )
    if last is None or people.tells_bands or people.has_small_camp:
        return None
    told = [kind for kind in FigureKind.values if kind != FigureKind.TOO_FEW]
    figures = (
        Figure.objects.filter(
            round__isnull=True,
            kind__in=told,
            version__current_of__in=Position.objects.visible_to(people.reader).standing(),
            version__session_figures__session=last,
            version__session_figures__kind__in=told,
        )
        .annotate(
            bridge_then=F("version__session_figures__bridge_percent"),
            level_then=F("version__session_figures__level"),
            moved=Abs(F("bridge_percent") - F("version__session_figures__bridge_percent")),
        )
        .exclude(moved=0, level_then=F("level"))
        .select_related("version__position__thread")
        .order_by("-moved", "version__position__thread__order", "version__position__number", "pk")
    )
    return MovedSince(last.number, tuple(_moved(figure, people) for figure in figures[:MOST_MOVED]))


def _moved(figure: Figure, people: People) -> Moved:
    version, position = figure.version, figure.version.position
    return Moved(
        position_id=position.pk,
        thread_reference=printed_reference(position.thread, people),
        reference=position.reference,
        claim=Wording(version.claim, version.language),
        bridge_then=figure.bridge_then,  # type: ignore[attr-defined]
        bridge_now=figure.bridge_percent,
        level_then=level_label(figure.level_then),  # type: ignore[attr-defined]
        level_now=level_label(figure.level),
    )
