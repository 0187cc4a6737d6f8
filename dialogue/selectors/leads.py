"""Leads for those who moderate: texts worth a look, each with why. Never verdicts; stored figures alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue.convergence import ChangeCode, Figures, Level, Stance, is_unclear
from dialogue.enums import FigureKind, LeadKind, Phase
from dialogue.models import Figure, Finding, Position, Thread
from dialogue.models.texts import Wording
from dialogue.selectors.alike import Group, groups_alike, positions_of
from dialogue.selectors.figures import figure_shown
from dialogue.selectors.people import People
from dialogue.selectors.sentences import camp_name, change_sentence
from dialogue.selectors.shown import CampShown
from dialogue.selectors.threads import printed_reference

AT_FIRST, PER_PAGE = 5, 20
EXPLANATIONS = {
    LeadKind.NEAR: gettext_lazy(
        "The figures carry a level of convergence, or would if one more person went along, and no finding "
        "speaks of it. The strongest bridge stands first: the lower of the camps’ support, never an average."
    ),
    LeadKind.DECIDES: gettext_lazy(
        "One answer that is still to come would complete a quorum, or would lower the level if it were a No."
    ),
    LeadKind.UNCLEAR: gettext_lazy(
        "More than two in five of a camp pass. Perhaps the wording is unclear, or asks two things at once."
    ),
    LeadKind.ALIKE: gettext_lazy(
        "Texts of different camps in one thread that bear the same tag, or that every camp can go along "
        "with. No finding cites them yet."
    ),
}
NOTHING = {
    LeadKind.NEAR: gettext_lazy(
        "Nothing at present. Once enough of each camp have answered a text, it appears here."
    ),
    LeadKind.DECIDES: gettext_lazy("Nothing at present: no level hangs on one answer."),
    LeadKind.UNCLEAR: gettext_lazy("Nothing at present: few people pass."),
    LeadKind.ALIKE: gettext_lazy(
        "Nothing at present. Tag texts of each camp: where they meet, it appears here."
    ),
}


@dataclass(frozen=True, slots=True)
class LeadText:
    position_id: UUID
    reference: str
    claim: Wording
    camp: CampShown | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """What is worth a look, and why in a sentence: one text by its figures, or one of each camp."""

    thread_id: UUID
    thread_reference: str
    texts: tuple[LeadText, ...]
    sentence: str
    level: str = ""
    level_label: str = ""

    @property
    def start(self) -> str:
        """The query with which a finding begins from this, all of it as evidence."""
        first, *others = (text.position_id for text in self.texts)
        return urlencode([("from", first), *(("with", each) for each in others)])


@dataclass(frozen=True, slots=True)
class LeadList:
    """One kind of leads: how many there are, and those that are shown."""

    kind: str
    label: str
    explanation: str
    nothing: str
    count: int
    leads: tuple[Lead, ...]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.leads)


@dataclass(frozen=True, slots=True)
class LeadPage:
    """All kinds with their numbers, and one page of one of them."""

    lists: tuple[tuple[str, str, int], ...]
    shown: LeadList
    page: Page[Figure] | Page[Group]


def first_leads(people: People) -> tuple[LeadList, ...]:
    """The first of every kind in the workshop, in as many queries whatever there is."""
    groups = groups_alike(people)
    alike = _list(LeadKind.ALIKE, len(groups), _of_groups(groups[:AT_FIRST], people))
    return (*first_leads_by_figures(people), alike)


def first_leads_by_figures(people: People, thread: Thread | None = None) -> tuple[LeadList, ...]:
    """The first of those kinds that figures tell, of the workshop or of one thread: two queries."""
    counts, figures = _counts(people, thread), _first_of_each(people, thread)
    return tuple(_list(kind, counts[kind], _of_figures(figures[kind], kind, people)) for kind in _CONDITIONS)


def page_of_leads(people: People, kind: str, number: str) -> LeadPage:
    """One page of one kind; an unknown one shows what nears convergence."""
    wanted = LeadKind(kind) if kind in LeadKind.values else LeadKind.NEAR
    groups = groups_alike(people)
    counts = {**_counts(people), LeadKind.ALIKE: len(groups)}
    page: Page[Figure] | Page[Group]
    if wanted is LeadKind.ALIKE:
        page = Paginator(groups, PER_PAGE).get_page(number)
        leads = _of_groups(list(page.object_list), people)
    else:
        page = Paginator(_in_order(wanted, people), PER_PAGE).get_page(number)
        leads = _of_figures(page.object_list, wanted, people)
    return LeadPage(
        lists=tuple((each.value, str(each.label), counts[each]) for each in LeadKind),
        shown=_list(wanted, counts[wanted], leads),
        page=page,
    )


def _list(kind: LeadKind, count: int, leads: tuple[Lead, ...]) -> LeadList:
    return LeadList(kind.value, str(kind.label), str(EXPLANATIONS[kind]), str(NOTHING[kind]), count, leads)


_STILL_OPEN = ~Q(version__position__thread__phase=Phase.CLOSED)
_CONDITIONS: Mapping[LeadKind, Q] = {
    LeadKind.NEAR: (Q(kind=FigureKind.NEAR) | Q(raised_by=1)) & Q(is_spoken_of=False),
    LeadKind.DECIDES: Q(is_decided_by_one=True) & _STILL_OPEN,
    LeadKind.UNCLEAR: Q(is_unclear=True) & _STILL_OPEN,
}


def _figures(people: People, thread: Thread | None = None) -> QuerySet[Figure]:
    """The running figures of what this reader may read and what is not withheld."""
    standing = Position.objects.visible_to(people.reader).standing()
    if thread is not None:
        standing = standing.filter(thread=thread)
    spoken_of = Finding.objects.filter(current_version__figures_of__position=OuterRef("version__position"))
    return (
        Figure.objects.filter(round__isnull=True, version__current_of__in=standing)
        .exclude(level="")
        .annotate(is_spoken_of=Exists(spoken_of))
    )


def _counts(people: People, thread: Thread | None = None) -> dict[LeadKind, int]:
    found = _figures(people, thread).aggregate(
        **{kind.value: Count("pk", filter=condition) for kind, condition in _CONDITIONS.items()}
    )
    return {kind: found[kind.value] for kind in _CONDITIONS}


def _in_order(kind: LeadKind, people: People, thread: Thread | None = None) -> QuerySet[Figure]:
    return _sorted(_figures(people, thread).filter(_CONDITIONS[kind]))


def _sorted(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    return figures.select_related("version__position__thread").order_by(
        F("bridge_percent").desc(nulls_last=True),
        "version__position__thread__order",
        "version__position__number",
        "pk",
    )


def _first_of_each(people: People, thread: Thread | None) -> dict[LeadKind, list[Figure]]:
    """The first figures of every kind, in one query for all."""
    wanted = Q(pk__in=())
    for kind in _CONDITIONS:
        wanted |= Q(pk__in=_in_order(kind, people, thread).values("pk")[:AT_FIRST])
    kinds = {
        f"leads_as_{kind.value}": ExpressionWrapper(condition, BooleanField())
        for kind, condition in _CONDITIONS.items()
    }
    figures = list(_sorted(_figures(people, thread).filter(wanted).annotate(**kinds)))
    return {
        kind: [figure for figure in figures if getattr(figure, f"leads_as_{kind.value}")][:AT_FIRST]
        for kind in _CONDITIONS
    }


def _of_figures(figures: Iterable[Figure], kind: LeadKind, people: People) -> tuple[Lead, ...]:
    return tuple(_of_figure(figure, kind, people) for figure in figures)


def _of_figure(figure: Figure, kind: LeadKind, people: People) -> Lead:
    version, position = figure.version, figure.version.position
    view = figure_shown(figure, people)
    text = LeadText(position.pk, position.reference, Wording(version.claim, version.language))
    return Lead(
        thread_id=position.thread_id,
        thread_reference=printed_reference(position.thread, people),
        texts=(text,),
        sentence=_why(figure.figures, kind, people) or view.sentence,
        level=view.level if view.has_quorum else "",
        level_label=view.level_label,
    )


def _why(figures: Figures, kind: LeadKind, people: People) -> str:
    match kind:
        case LeadKind.NEAR if figures.level is Level.CONVERGENCE:
            return _("No finding speaks of it yet.")
        case LeadKind.NEAR:
            return change_sentence(figures, people)
        case LeadKind.DECIDES:
            return change_sentence(figures, people, only=ChangeCode.ONE_MORE_NO)
        case _unclear:
            return _passes(figures, people)


def _passes(figures: Figures, people: People) -> str:
    """“4 of 8 among the first camp pass.” of every camp in which so many do."""
    counted = [(camp, camp.counts or {}, camp.answered or 0) for camp in figures.camps]
    return " ".join(
        _("%(passed)s of %(answered)s among the %(camp)s pass.")
        % {"passed": counts[Stance.PASS], "answered": answered, "camp": camp_name(people, camp.key)}
        for camp, counts, answered in counted
        if is_unclear(counts.get(Stance.PASS, 0), answered)
    )


def _of_groups(groups: Sequence[Group], people: People) -> tuple[Lead, ...]:
    positions = positions_of(groups)
    return tuple(
        _of_group(group, [positions[each] for each in group.position_ids], people) for group in groups
    )


def _of_group(group: Group, positions: Sequence[Position], people: People) -> Lead:
    thread = positions[0].thread
    return Lead(
        thread_id=thread.pk,
        thread_reference=printed_reference(thread, people),
        texts=tuple(_text(position, people.camp(position.author.camp_id)) for position in positions),
        sentence=_why_alike(group, people),
    )


def _text(position: Position, camp: CampShown) -> LeadText:
    version = position.current_version
    assert version is not None, "a position has a wording from its first moment"
    return LeadText(position.pk, position.reference, Wording(version.claim, version.language), camp)


def _why_alike(group: Group, people: People) -> str:
    if group.tag is None:
        return _("Each camp put forward a text that every camp can go along with.")
    label = group.tag.in_(people.language, people.reader.workshop.language).text
    return _("Texts of each camp bear the tag “%(tag)s”.") % {"tag": label}
