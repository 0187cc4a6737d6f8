"""Everything that can be said of a conversation, in one call."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .camps_beside_groups import DRAWS, CampsBesideGroups, compare_camps_with_groups
from .comparison import GroupLists, list_for_groups
from .counts import count_by_camp, counts_of_table
from .factorisation import Factorisation, factorise, is_advised
from .gate import SHUFFLES, ChanceTest, compare_with_chance
from .groups import Groups, find_groups
from .map import FEWEST_PARTICIPANTS, FEWEST_STATEMENTS, NoMap, OpinionMap, draw_map
from .memory import MapMemory
from .notices import Notice, NoticeCode
from .statements import (
    StatementClass,
    StatementFigures,
    expected_wrong,
    measure_statements,
    rank_bridges,
    rank_divisions,
)
from .typical import LOTS, TypicalStatements, find_typical
from .votes import Conversation

_NEEDED = {NoMap.TOO_FEW_STATEMENTS: FEWEST_STATEMENTS, NoMap.TOO_FEW_PARTICIPANTS: FEWEST_PARTICIPANTS}


@dataclass(frozen=True, eq=False)
class ConversationFigures:
    """The figures of one conversation; what is not there is named in `notices`.

    `statements` are the figures by declared camps, `typical` what is typical of them. `drawn` is the
    map, None without one. `groups` are its opinion groups, None where none can be told apart from
    chance (`chance` has the numbers); `group_statements` and `lists` are the figures by these groups.
    `beside` lays camps across groups. `second_opinion` is there where no camps are declared and the
    conversation is large enough. `memory` is to be handed in with the next call.
    """

    camps: tuple[str, ...]
    participants: int
    votes: int
    hidden: int
    statements: tuple[StatementFigures, ...]
    typical: TypicalStatements | None
    drawn: OpinionMap | None
    chance: ChanceTest | None
    groups: Groups | None
    group_statements: tuple[StatementFigures, ...]
    lists: GroupLists | None
    beside: CampsBesideGroups | None
    second_opinion: Factorisation | None
    notices: tuple[Notice, ...]
    memory: MapMemory

    @property
    def bridges(self) -> tuple[StatementFigures, ...]:
        """The statements that bridge the declared camps, the surest first."""
        return rank_bridges(each for each in self.statements if each.kind is StatementClass.BRIDGE)

    @property
    def divisions(self) -> tuple[StatementFigures, ...]:
        """The statements that divide the declared camps, the clearest first."""
        return rank_divisions(each for each in self.statements if each.kind is StatementClass.DIVIDES)

    @property
    def expected_wrong(self) -> float:
        """How many of `bridges` are expected not to hold."""
        return expected_wrong(self.bridges)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary; `memory` has one of its own."""
        return {
            "camps": list(self.camps),
            "participants": self.participants,
            "votes": self.votes,
            "hidden": self.hidden,
            "statements": [each.to_dict() for each in self.statements],
            "bridges": [each.statement for each in self.bridges],
            "expected_wrong": self.expected_wrong,
            "divisions": [each.statement for each in self.divisions],
            "group_statements": [each.to_dict() for each in self.group_statements],
            "notices": [each.to_dict() for each in self.notices],
        } | {
            name: None if part is None else part.to_dict()
            for name, part in (
                ("typical", self.typical),
                ("map", self.drawn),
                ("chance", self.chance),
                ("groups", self.groups),
                ("lists", self.lists),
                ("beside", self.beside),
                ("second_opinion", self.second_opinion),
            )
        }


def analyse_conversation(
    conversation: Conversation,
    *,
    previous: MapMemory | None = None,
    polis_hidden: bool = False,
    shuffles: int = SHUFFLES,
    lots: int = LOTS,
    smallest_group: int = 1,
) -> ConversationFigures:
    """Compute everything that can be said of a conversation, and name what cannot.

    `previous` is the `memory` of the last figures; it keeps axes and letters as they were. With
    `shuffles` 0 groups are reported without asking whether chance makes as much, with `lots` 0
    nothing is said of what is typical and of how closely camps and groups agree by chance. As long as
    a camp has members but fewer than `smallest_group`, no figure of camps is given at all. No input
    raises an exception that `Conversation` took.
    """
    matrix = conversation.matrix
    notices = _notices_of_camps(conversation, smallest_group)
    shown = _with_camps_shown(conversation, notices)
    found = draw_map(
        matrix,
        previous=previous.components if previous else None,
        camp_of=shown.camp_of,
        camps=shown.camps,
        polis_hidden=polis_hidden,
    )
    drawn = None if isinstance(found, NoMap) else found
    groups = find_groups(drawn, previous) if drawn else None
    memory = groups.memory if groups else _memory_without_groups(drawn, previous)
    chance = None
    if drawn and shuffles:
        chance = compare_with_chance(matrix, shuffles=shuffles, polis_hidden=polis_hidden)
    if groups and chance and not chance.groups_stand(groups.number):
        groups = None
    lists = _lists(conversation, groups)
    return ConversationFigures(
        camps=conversation.camps,
        participants=int((matrix.votes_per_participant() > 0).sum()),
        votes=matrix.values.size,
        hidden=len(conversation.hidden),
        statements=measure_statements(shown.camps, count_by_camp(shown)) if shown.camps else (),
        typical=_typical(shown, lots),
        drawn=drawn,
        chance=chance,
        groups=groups,
        group_statements=_statements_of_groups(groups, lists),
        lists=lists,
        beside=_beside(shown, groups, DRAWS if lots else 0),
        second_opinion=None if conversation.camps or not is_advised(matrix) else factorise(matrix),
        notices=(*notices, *_notices_of_map(found, groups, chance)),
        memory=memory,
    )


def _memory_without_groups(drawn: OpinionMap | None, previous: MapMemory | None) -> MapMemory:
    """Remember the axes of a map that has no groups, and the letters of the map before."""
    memory = previous or MapMemory()
    return replace(memory, components=drawn.components_by_statement()) if drawn else memory


def _with_camps_shown(conversation: Conversation, notices: list[Notice]) -> Conversation:
    """Return the conversation as if no camps were declared, where one is too small to be shown."""
    if any(notice.code is NoticeCode.SMALL_CAMP for notice in notices):
        without = replace(conversation, camps=(), camp_of={})
        without.__dict__["matrix"] = conversation.matrix
        return without
    return conversation


def _has_several_camps(conversation: Conversation) -> bool:
    return sum(number > 0 for number in conversation.members.values()) > 1


def _typical(conversation: Conversation, lots: int) -> TypicalStatements | None:
    if not lots or not _has_several_camps(conversation):
        return None
    matrix, camps = conversation.matrix, conversation.camps
    return find_typical(matrix, matrix.places_in(conversation.camp_of, camps), camps, lots=lots)


def _lists(conversation: Conversation, groups: Groups | None) -> GroupLists | None:
    if groups is None:
        return None
    matrix = conversation.matrix
    return list_for_groups(matrix, groups.places_of_all(len(matrix.participants)), groups.letters)


def _statements_of_groups(groups: Groups | None, lists: GroupLists | None) -> tuple[StatementFigures, ...]:
    if groups is None or lists is None:
        return ()
    counts = counts_of_table(lists.statements, lists.counts, list(groups.sizes))
    return measure_statements(groups.letters, counts)


def _beside(conversation: Conversation, groups: Groups | None, draws: int) -> CampsBesideGroups | None:
    if groups is None or not _has_several_camps(conversation):
        return None
    matrix, camps = conversation.matrix, conversation.camps
    return compare_camps_with_groups(
        matrix.places_in(conversation.camp_of, camps),
        groups.places_of_all(len(matrix.participants)),
        camps,
        groups.letters,
        draws=draws,
    )


def _notices_of_camps(conversation: Conversation, smallest_group: int) -> list[Notice]:
    """Name camps that are empty, too small, or silent, and that there are not two; nothing without camps."""
    members = conversation.members
    notices = [Notice(NoticeCode.EMPTY_CAMP, camp) for camp in conversation.camps if not members[camp]]
    notices += [
        Notice(NoticeCode.SMALL_CAMP, camp, smallest_group)
        for camp in conversation.camps
        if 0 < members[camp] < smallest_group
    ]
    if conversation.camps and sum(number > 0 for number in members.values()) < 2:
        notices.append(Notice(NoticeCode.TOO_FEW_CAMPS))
    matrix = conversation.matrix
    seen = matrix.votes_per_participant()
    places = matrix.places_in(conversation.camp_of, conversation.camps)
    voters = np.bincount(places[(places >= 0) & (seen > 0)], minlength=len(conversation.camps))
    notices += [
        Notice(NoticeCode.SILENT_CAMP, camp, max(3, min(5, members[camp])))
        for camp, number in zip(conversation.camps, voters.tolist(), strict=True)
        if members[camp] and not number
    ]
    return notices


def _notices_of_map(
    found: OpinionMap | NoMap, groups: Groups | None, chance: ChanceTest | None
) -> list[Notice]:
    if isinstance(found, NoMap):
        return [Notice(NoticeCode(found.value), number=_NEEDED.get(found))]
    notices = []
    if not found.shares[1]:
        notices.append(Notice(NoticeCode.NO_SECOND_AXIS))
    if chance and not chance.axis_stands:
        notices.append(Notice(NoticeCode.NO_AXIS))
    if groups is None:
        notices.append(Notice(NoticeCode.ONE_CLOUD))
    return notices
