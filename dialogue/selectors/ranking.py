"""What the figures say, in lists: where the banks come near, what divides, and what nobody can tell yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.convergence import Figures, Stance
from dialogue.enums import FigureKind
from dialogue.models import Figure, Position, Thread
from dialogue.models.texts import Wording
from dialogue.selectors.bands import untold_sentence
from dialogue.selectors.figures import figure_shown
from dialogue.selectors.people import People
from dialogue.selectors.shown import FigureShown

PER_PAGE = 20
ORDERS: Mapping[str, tuple[str, ...]] = {
    FigureKind.NEAR: ("-bridge_percent", "-joint"),
    FigureKind.DIVIDES: ("-polarised",),
    FigureKind.REJECTED: ("joint",),
    FigureKind.OPEN: ("-bridge_percent", "-joint"),
    FigureKind.TOO_FEW: (),
}
"""How each list is sorted before threads and numbers decide; never by an average over camps."""
EXPLANATIONS = {
    FigureKind.NEAR: _(
        "Half of each camp or more can go along. The bridge, the lower of the camps, decides the order."
    ),
    FigureKind.DIVIDES: _(
        "Most of one camp very probably agree, and most of another very probably do not. To see that clearly "
        "together is a result."
    ),
    FigureKind.REJECTED: _(
        "In no camp would more than half agree, very probably: common ground of its own kind."
    ),
    FigureKind.OPEN: _("Enough people have answered, and the figures carry none of these words."),
    FigureKind.TOO_FEW: _("More answers are needed before anything can be said."),
}
EXPLANATIONS_OF_BANDS = {
    FigureKind.NEAR: _("The bands carry emerging convergence, whatever they leave open."),
    FigureKind.DIVIDES: _(
        "Broad support in one camp, little in another. To see that clearly together is a result."
    ),
    FigureKind.REJECTED: _("Little support in every camp: common ground of its own kind."),
    FigureKind.OPEN: _("The bands carry none of these words."),
}

AGENDA = (
    "version__position__thread__order",
    "version__position__kind",
    "version__position__number",
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One wording on a list."""

    position_id: UUID
    thread_id: UUID
    thread_reference: str
    reference: str
    is_proposal: bool
    claim: Wording
    figure: FigureShown


@dataclass(frozen=True, slots=True)
class List:
    """One of the lists: how many stand on it, and whether it is the one that is shown."""

    kind: str
    label: str
    count: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """All lists by their numbers, and one page of one of them."""

    lists: tuple[List, ...]
    kind: str
    label: str
    explanation: str
    page: Page[Figure]
    rows: tuple[Ranked, ...]
    withheld: int
    untold: str
    """Why nothing is told of a text, where a workshop tells bands."""
    may_start_findings: bool


def ranking_of(people: People, *, thread: Thread | None = None, kind: str = "", page: str = "1") -> Ranking:
    """What this reader may read of a workshop, or of one of its threads, sorted by what the figures say.

    Two queries, and one for each page. An unknown `kind` shows the first list that has something on it.
    """
    figures = _readable(people, thread)
    counts = dict(figures.order_by().values_list("kind").annotate(Count("pk")))
    shown = kind if kind in ORDERS else next((each for each in ORDERS if counts.get(each)), FigureKind.NEAR)
    ordered = figures.filter(kind=shown).order_by(*_nulls_last(shown), *AGENDA, "pk")
    found = Paginator(ordered, PER_PAGE).get_page(page)
    return Ranking(
        lists=tuple(
            List(each, str(FigureKind(each).label), counts.get(each, 0), each == shown)
            for each in ORDERS
            if not (people.tells_bands and each == FigureKind.TOO_FEW)
        ),
        kind=shown,
        label=str(FigureKind(shown).label),
        explanation=str(
            (EXPLANATIONS | EXPLANATIONS_OF_BANDS if people.tells_bands else EXPLANATIONS)[FigureKind(shown)]
        ),
        page=found,
        rows=tuple(_ranked(figure, people) for figure in found.object_list),
        withheld=counts.get("", 0),
        untold=untold_sentence(people) if people.tells_bands else "",
        may_start_findings=rules.may_moderate(people.reader),
    )


def every_line(people: People, *, thread: Thread | None = None) -> Iterator[list[str]]:
    """All of it as a table: a head, then a line for each text, sorted as the lists are.

    Of a camp whose figures are withheld there is nothing but its name; and nothing where a total would tell.
    """
    stances = [str(stance) for stance in Stance]
    told = ("members", "answered", "band") if people.tells_bands else ("members", *stances)
    camps = [f"{camp.key} {each}" for camp in people.camps for each in told]
    yield ["thread", "reference", "list", "level", "bridge", "J", "language", "text", *camps]
    figures = _readable(people, thread).order_by(*AGENDA, "pk")
    for figure in sorted(figures, key=lambda each: [*ORDERS, ""].index(each.kind)):
        version, position = figure.version, figure.version.position
        drawn = figure.figures
        reference = position.thread.reference.in_(people.language, people.reader.workshop.language).text
        # Without a quorum there are counts, and nothing else.
        speaks = figure.kind not in ("", FigureKind.TOO_FEW)
        yield [
            reference or position.thread.key,
            position.reference,
            figure.kind,
            figure.level if speaks else "",
            f"{float(drawn.bridge):.4f}" if speaks and drawn.bridge is not None else "",
            f"{figure.joint:.4f}" if speaks and figure.joint is not None else "",
            version.language,
            version.claim,
            *(_bands_by_camp(figure, people) if people.tells_bands else _counts_by_camp(drawn, people)),
        ]


def _counts_by_camp(figures: Figures, people: People) -> Iterator[str]:
    by_key = {camp.key: camp for camp in figures.camps}
    for camp in people.camps:
        drawn = by_key.get(camp.key)
        if drawn is None or drawn.counts is None:
            yield from [""] * (1 + len(Stance))
        else:
            yield from (str(drawn.members), *(str(drawn.counts[stance]) for stance in Stance))


def _bands_by_camp(figure: Figure, people: People) -> Iterator[str]:
    told = figure.told_bands
    by_key = {camp.key: camp for camp in told.camps} if told else {}
    for camp in people.camps:
        band = by_key.get(camp.key)
        yield from (str(band.members), str(band.answered), str(band.band)) if band else ("", "", "")


def _readable(people: People, thread: Thread | None) -> QuerySet[Figure]:
    positions = Position.objects.visible_to(people.reader).standing()
    if thread is not None:
        positions = positions.filter(thread=thread)
    return Figure.objects.filter(round__isnull=True, version__current_of__in=positions).select_related(
        "version__position__thread"
    )


def _nulls_last(kind: str) -> list[OrderBy]:
    """The two engines put what is empty at different ends, unless they are told."""
    return [
        OrderBy(F(name.removeprefix("-")), descending=name.startswith("-"), nulls_last=True)
        for name in ORDERS[kind]
    ]


def _ranked(figure: Figure, people: People) -> Ranked:
    version, position = figure.version, figure.version.position
    thread, language = position.thread, people.reader.workshop.language
    return Ranked(
        position_id=position.pk,
        thread_id=thread.pk,
        thread_reference=thread.reference.in_(people.language, language).text or thread.key,
        reference=position.reference,
        is_proposal=position.is_proposal,
        claim=Wording(version.claim, version.language),
        figure=figure_shown(figure, people),
    )
