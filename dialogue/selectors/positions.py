"""Positions and proposals as one reader sees them: few queries, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID

from django.core.paginator import Page, Paginator

from dialogue import rules
from dialogue.enums import PositionKind, SponsorshipState
from dialogue.models import (
    CoSponsorship,
    Figure,
    Participant,
    Position,
    Response,
    Tagging,
    Thread,
)
from dialogue.models.positions import PositionQuerySet
from dialogue.models.texts import Wording
from dialogue.selectors.figures import figure_shown, figures_by_version
from dialogue.selectors.people import People
from dialogue.selectors.remarks import Remarks, remarks_on
from dialogue.selectors.responses import response_shown
from dialogue.selectors.shown import (
    CampShown,
    FigureShown,
    MyResponse,
    PositionShown,
    SponsorShown,
    TagShown,
    VersionShown,
)

PER_CAMP = 20
"""Positions of one camp on a page."""
PROPOSALS_PER_PAGE = 12
NOTHING = Wording("")


@dataclass(frozen=True, slots=True)
class Contributions:
    """What was put forward in a thread: one page of the proposals, oldest first, and one of the banks, which
    are positions of the camps in turn, those of neither camp, and how many each bank has.

    Where the room shows no camps there are no banks: all positions stand in the order they were put forward.
    """

    proposals: tuple[PositionShown, ...]
    voices: tuple[PositionShown, ...]
    from_neither: tuple[PositionShown, ...]
    bank_counts: tuple[tuple[CampShown, int], ...]
    page: Page[int]
    proposal_page: Page[UUID]
    leading: str
    mark: str
    """An opaque mark of what of the thread was read, for `news_since`."""


def in_order(thread: Thread, reader: Participant) -> PositionQuerySet:
    """What of a thread this reader may read, in the order it was put forward."""
    positions = Position.objects.visible_to(reader).filter(thread=thread)
    return positions.select_related("author__user", "current_version", "thread").order_by(
        "posted_at", "number", "pk"
    )


def contributions_of(
    thread: Thread, people: People, page_number: int | str = 1, *, proposals: int | str = 1, at: str = ""
) -> Contributions:
    """One page of the proposals of a thread and one of its positions, camps in turn: those of these numbers,
    or the one that holds the position with the id `at`. Which camp leads alternates by the place of the
    thread on the agenda.

    Who put what forward is read of all, the texts only of what stands on the page.
    """
    ordered = in_order(thread, people.reader)
    camps = people.camps if people.shows_camps else ()
    banks: dict[str, list[UUID]] = {camp.key: [] for camp in camps}
    neither: list[UUID] = []
    offered: list[UUID] = []
    for position_id, kind, camp_id in ordered.values_list("pk", "kind", "author__camp_id"):
        bank = offered if kind == PositionKind.PROPOSAL else banks.get(people.camp(camp_id).key, neither)
        bank.append(position_id)
    longest = max((len(bank) for bank in (*banks.values(), neither)), default=0)
    places = {str(each): place for bank in (*banks.values(), neither) for place, each in enumerate(bank)}
    wanted = places[at] // PER_CAMP + 1 if at in places else page_number
    page = Paginator(range(longest), PER_CAMP).get_page(wanted)
    number = offered.index(UUID(at)) // PROPOSALS_PER_PAGE + 1 if at in map(str, offered) else proposals
    proposal_page = Paginator(offered, PROPOSALS_PER_PAGE).get_page(number)
    part = slice(max(page.start_index() - 1, 0), page.end_index())
    turn = thread.order % max(len(camps), 1)
    order = [*camps[turn:], *camps[:turn]]
    rows = zip_longest(*(banks[camp.key][part] for camp in order))
    in_turn = [position_id for row in rows for position_id in row if position_id is not None]
    apart = neither[part]
    if not camps:
        in_turn, apart = apart, []
    on_page = ordered.filter(pk__in=[*proposal_page, *in_turn, *apart])
    views = {view.id: view for view in shown(list(on_page), thread, people)}
    return Contributions(
        proposals=tuple(views[each] for each in proposal_page),
        voices=tuple(views[each] for each in in_turn),
        from_neither=tuple(views[each] for each in apart),
        bank_counts=tuple((camp, len(banks[camp.key])) for camp in camps),
        page=page,
        proposal_page=proposal_page,
        leading=order[0].slot if order else "",
        mark=str(len(offered) + sum(map(len, banks.values())) + len(neither)),
    )


def position_shown(position: Position, people: People) -> PositionShown:
    return shown([position], position.thread, people)[0]


def versions_of(position: Position) -> tuple[VersionShown, ...]:
    """All wordings, the newest first; none of a withdrawn position."""
    if position.withdrawn_at is not None:
        return ()
    return tuple(
        VersionShown(
            id=version.pk,
            number=version.number,
            claim=Wording(version.claim, version.language),
            reasoning=Wording(version.reasoning, version.language),
            step=Wording(version.step, version.language),
            written_on=version.written_at.date(),
        )
        for version in position.versions.order_by("-number")
    )


def shown(positions: Sequence[Position], thread: Thread, people: People) -> tuple[PositionShown, ...]:
    """These positions with figures, remarks, sponsors, tags and the reader's own answer: six queries."""
    standing = [position for position in positions if position.withdrawn_at is None]
    current = [position.current_version_id for position in standing if position.current_version_id]
    details = _Details(
        figures=_figures(standing, current, people),
        remarks=remarks_on(current, people),
        mine=_my_responses(standing, people),
        sponsors=_sponsorships(standing),
        tags=_tags(standing, people),
        people=people,
        thread=thread,
    )
    return tuple(details.show(position) for position in positions)


@dataclass(frozen=True, slots=True)
class _Details:
    figures: dict[UUID, FigureShown]
    remarks: dict[UUID, Remarks]
    mine: dict[UUID, Response]
    sponsors: dict[UUID, list[CoSponsorship]]
    tags: dict[UUID, list[TagShown]]
    people: People
    thread: Thread

    def show(self, position: Position) -> PositionShown:
        version = position.current_version
        assert version is not None
        reader, people = self.people.reader, self.people
        is_withdrawn = position.withdrawn_at is not None
        sponsorships = self.sponsors.get(position.pk, [])
        remarks = self.remarks.get(version.pk, Remarks())
        return PositionShown(
            id=position.pk,
            thread_id=position.thread_id,
            reference=position.reference,
            is_proposal=position.is_proposal,
            by=people.by(position.author),
            version_id=version.pk,
            version_number=version.number,
            claim=NOTHING if is_withdrawn else Wording(version.claim, version.language),
            reasoning=NOTHING if is_withdrawn else Wording(version.reasoning, version.language),
            step=NOTHING if is_withdrawn else Wording(version.step, version.language),
            part=self._part(position),
            choice=self._choice(position),
            is_withdrawn=is_withdrawn,
            sponsors=self._sponsors(position, sponsorships),
            figure=None if is_withdrawn else self.figures.get(version.pk),
            remarks=remarks.in_order(),
            reasons_missing=remarks.reasons_missing,
            mine=self._mine(position),
            my_sponsorship=self._my_sponsorship(position, sponsorships),
            tags=tuple(self.tags.get(position.pk, [])),
            may_respond=not is_withdrawn and rules.may_respond(reader) and self.thread.is_open,
            may_revise=rules.may_revise(reader, position) and self.thread.is_open,
            may_tag=not is_withdrawn and rules.may_moderate(reader),
        )

    def _part(self, position: Position) -> Wording:
        for part in self.thread.thread_parts:
            if part.key == position.part:
                return part.prompt.in_(self.people.language, self.people.reader.workshop.language)
        return NOTHING

    def _choice(self, position: Position) -> Wording:
        for choice in self.thread.thread_choices:
            if choice.key == position.choice:
                return choice.label.in_(self.people.language, self.people.reader.workshop.language)
        return NOTHING

    def _sponsors(
        self, position: Position, sponsorships: Iterable[CoSponsorship]
    ) -> tuple[SponsorShown, ...]:
        """Those who agreed to be named; the author also sees whom he or she asked."""
        is_author = position.author_id == self.people.reader.pk
        sponsors = (
            SponsorShown(
                by=self.people.by(each.participant),
                state=each.state,
                is_of_earlier_wording=each.version_id != position.current_version_id,
            )
            for each in sponsorships
            if each.state == SponsorshipState.AGREED or is_author
        )
        return tuple(sorted(sponsors, key=_place_of_sponsor))

    def _my_sponsorship(self, position: Position, sponsorships: Iterable[CoSponsorship]) -> str:
        for each in sponsorships:
            if each.participant_id == self.people.reader.pk and each.state != SponsorshipState.DECLINED:
                is_current = each.version_id == position.current_version_id
                return each.state if is_current else SponsorshipState.ASKED
        return ""

    def _mine(self, position: Position) -> MyResponse | None:
        response = self.mine.get(position.pk)
        return response_shown(response, position) if response else None


def _figures(
    positions: Sequence[Position], current: Sequence[UUID], people: People
) -> dict[UUID, FigureShown]:
    """By wording; those that came `with_figures` are not asked for again."""
    if not all(hasattr(position, "figure_data") for position in positions):
        return figures_by_version(current, people)
    figures = [
        Figure(version=position.current_version, data=data, bands=position.figure_bands)  # type: ignore[attr-defined]
        for position in positions
        if (data := position.figure_data) is not None  # type: ignore[attr-defined]
    ]
    return {figure.version_id: figure_shown(figure, people) for figure in figures}


def _my_responses(positions: Sequence[Position], people: People) -> dict[UUID, Response]:
    """The reader's newest answer to each position, on whatever wording it was given."""
    mine: dict[UUID, Response] = {}
    for response in (
        Response.objects.filter(
            participant=people.reader,
            replaced_at__isnull=True,
            version__position__in=[position.pk for position in positions],
        )
        .select_related("version", "condition")
        .order_by("version__number")
    ):
        mine[response.version.position_id] = response
    return mine


def _sponsorships(positions: Sequence[Position]) -> dict[UUID, list[CoSponsorship]]:
    """Those of each position, in an order that tells nothing (random ids)."""
    by_position: dict[UUID, list[CoSponsorship]] = defaultdict(list)
    for sponsorship in (
        CoSponsorship.objects.filter(position__in=[position.pk for position in positions])
        .select_related("participant__user")
        .order_by("pk")
    ):
        by_position[sponsorship.position_id].append(sponsorship)
    return by_position


def _place_of_sponsor(sponsor: SponsorShown) -> tuple[str, str]:
    """Camp by camp and by label, as far as they are shown: what is not shown orders nothing."""
    by = sponsor.by
    return (by.camp.slot if by.camp else "", by.label)


def _tags(positions: Sequence[Position], people: People) -> dict[UUID, list[TagShown]]:
    """Tags are moderators' leads: only those who work on the desk see them."""
    by_position: dict[UUID, list[TagShown]] = defaultdict(list)
    if not rules.may_see_desk(people.reader):
        return by_position
    for tagging in (
        Tagging.objects.filter(
            version__position__in=[position.pk for position in positions], removed_at__isnull=True
        )
        .select_related("tag", "version")
        .order_by("tag__order", "tag__key")
    ):
        tag = tagging.tag
        by_position[tagging.version.position_id].append(
            TagShown(
                id=tag.pk,
                key=tag.key,
                group=tag.group,
                label=tag.label.in_(people.language, people.reader.workshop.language),
                tagging_id=tagging.pk,
            )
        )
    return by_position


def news_since(thread: Thread, reader: Participant, mark: str) -> int:
    """How many positions came since the mark of `contributions_of`; 0 for a mark that is none."""
    known = int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 9 else None
    now = Position.objects.visible_to(reader).filter(thread=thread).count()
    return max(0, now - known) if known is not None else 0
