"""The moderators' desk: where to look next. Leads, never verdicts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet

from dialogue.enums import TagGroup
from dialogue.models import Finding, Participant, Position, Summary, Tag, Tagging, Thread
from dialogue.models.findings import FindingQuerySet
from dialogue.models.positions import PositionQuerySet
from dialogue.models.texts import Wording
from dialogue.selectors.findings import drafts
from dialogue.selectors.leads import LeadList, first_leads, first_leads_by_figures
from dialogue.selectors.people import People
from dialogue.selectors.positions import in_order, shown
from dialogue.selectors.shown import CampShown, FindingShown, PositionShown, TagShown
from dialogue.selectors.threads import phase_words, printed_reference

UNTAGGED_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ThreadOnDesk:
    """One line of the desk: what is tagged, what is not, and what is still to be written."""

    id: UUID
    reference: str
    title: Wording
    phase_label: str
    is_open: bool
    tagged: int
    untagged: int
    signed: int
    drafts: int
    needs_summary: bool
    """Something was said and nobody has summed it up."""


@dataclass(frozen=True, slots=True)
class DeskOverview:
    threads: tuple[ThreadOnDesk, ...]
    unopened: int
    """Threads left out because nothing was ever said in them."""
    leads: tuple[LeadList, ...]
    drafts: tuple[FindingShown, ...]


@dataclass(frozen=True, slots=True)
class DeskColumn:
    """The tagged texts of one camp. `camp` is empty for those shown without a camp."""

    camp: CampShown | None
    items: tuple[PositionShown, ...]


@dataclass(frozen=True, slots=True)
class TagInUse:
    tag: TagShown
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class DeskShown:
    """A thread on the desk: its tagged texts, each camp in its own bank, and what nobody has tagged yet.

    Where the room shows no camps there are no columns, and all texts are among the `others`.
    """

    columns: tuple[DeskColumn, ...]
    others: DeskColumn
    """Of neither camp; or all, where the workshop shows no camps."""
    untagged: tuple[PositionShown, ...]
    """One page of them."""
    page: Page[UUID]
    tags: tuple[TagInUse, ...]
    codebook: tuple[TagShown, ...]
    leads: tuple[LeadList, ...]
    drafts: tuple[FindingShown, ...]
    tagged: int


def desk_overview(people: People) -> DeskOverview:
    """Every thread in which something was said, in a fixed number of queries."""
    reader, language = people.reader, people.language
    threads = list(Thread.objects.filter(workshop=reader.workshop).order_by("order", "key"))
    said = _count(Position.objects.visible_to(reader).standing())
    tagged = _count(_tagged(reader))
    findings = Finding.objects.visible_to(reader)
    signed = _count(findings.filter(signed_version__isnull=False))
    drafted = _count(findings.filter(current_version__signed_at__isnull=True))
    summed_up = set(Summary.objects.filter(thread__in=threads).values_list("thread_id", flat=True))
    lines = tuple(
        ThreadOnDesk(
            id=thread.pk,
            reference=printed_reference(thread, people),
            title=thread.title.in_(language, reader.workshop.language),
            phase_label=phase_words(thread),
            is_open=thread.is_open,
            tagged=tagged[thread.pk],
            untagged=said[thread.pk] - tagged[thread.pk],
            signed=signed[thread.pk],
            drafts=drafted[thread.pk],
            needs_summary=said[thread.pk] > 0 and thread.pk not in summed_up,
        )
        for thread in threads
        if said[thread.pk] or thread.is_open or signed[thread.pk]
    )
    return DeskOverview(
        threads=lines,
        unopened=len(threads) - len(lines),
        leads=first_leads(people),
        drafts=drafts(people),
    )


def desk_of_thread(
    thread: Thread, people: People, tag_key: str = "", page_number: int | str = 1
) -> DeskShown:
    """One thread on the desk; with `tag_key`, of the tagged texts only those that bear this tag.

    Of texts nobody has tagged, which may be hundreds, only those of the page are read.
    """
    standing = in_order(thread, people.reader).standing().annotate(is_tagged=Exists(_marks()))
    ids = list(standing.values_list("pk", "is_tagged"))
    page = Paginator([pk for pk, is_tagged in ids if not is_tagged], UNTAGGED_PER_PAGE).get_page(page_number)
    on_page = [pk for pk, is_tagged in ids if is_tagged] + list(page.object_list)
    items = shown(list(standing.filter(pk__in=on_page)), thread, people)
    tagged = tuple(item for item in items if item.tags)
    wanted = tuple(item for item in tagged if not tag_key or tag_key in {tag.key for tag in item.tags})
    camps = people.camps if people.shows_camps else ()
    return DeskShown(
        columns=tuple(
            DeskColumn(camp, tuple(item for item in wanted if item.by.camp == camp)) for camp in camps
        ),
        others=DeskColumn(
            people.neither if camps and any(item.by.camp for item in items) else None,
            tuple(item for item in wanted if item.by.camp not in camps),
        ),
        untagged=tuple(item for item in items if not item.tags),
        page=page,
        tags=_tags_in_use(tagged, tag_key),
        codebook=codebook_of(people),
        leads=first_leads_by_figures(people, thread),
        drafts=tuple(draft for draft in drafts(people) if draft.thread_id == thread.pk),
        tagged=len(tagged),
    )


def codebook_of(people: People) -> tuple[TagShown, ...]:
    """The workshop's tags, group by group; each carries the heading of its group in words."""
    places = {group: place for place, group in enumerate(TagGroup.values)}
    tags = sorted(
        Tag.objects.filter(workshop=people.reader.workshop), key=lambda tag: (places[tag.group], tag.order)
    )
    return tuple(
        TagShown(
            id=tag.pk,
            key=tag.key,
            group=str(TagGroup(tag.group).label),
            label=tag.label.in_(people.language, people.reader.workshop.language),
        )
        for tag in tags
    )


def _marks() -> QuerySet[Tagging]:
    """The tags that a position of a query around this one bears, on whatever wording."""
    return Tagging.objects.filter(version__position=OuterRef("pk"), removed_at__isnull=True)


def _tagged(reader: Participant) -> PositionQuerySet:
    return Position.objects.visible_to(reader).standing().filter(Exists(_marks()))


def _count(rows: PositionQuerySet | FindingQuerySet) -> Counter[UUID]:
    """How many of them each thread has."""
    counts = rows.order_by().values("thread_id").annotate(number=Count("pk"))
    return Counter({row["thread_id"]: row["number"] for row in counts})


def _tags_in_use(tagged: Sequence[PositionShown], tag_key: str) -> tuple[TagInUse, ...]:
    counts = Counter(tag.key for item in tagged for tag in item.tags)
    tags = {tag.key: tag for item in tagged for tag in item.tags}
    return tuple(TagInUse(tags[key], count, key == tag_key) for key, count in counts.most_common())
