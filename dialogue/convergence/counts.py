"""The votes of a conversation counted per camp and statement."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from .columns import WITHDRAWN, listed
from .identifiers import Identifier
from .votes import Conversation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COUNTED_IN_ARRAYS_FROM = 5000
"""From so many rows on, and where the arrays are there already, counting is done in arrays: this gives
the same numbers and loads NumPy."""


class CampCounts(NamedTuple):
    """What the members of one camp, or group, said to one statement; `objections` are among `disagree`."""

    agree: int
    passed: int
    disagree: int
    members: int
    objections: int = 0

    @property
    def answered(self) -> int:
        """How many answered, passes included."""
        return self.agree + self.passed + self.disagree

    @property
    def unanswered(self) -> int:
        """How many members have not answered: not asked, or asked and left."""
        return self.members - self.answered


def count_by_camp(conversation: Conversation) -> dict[Identifier, tuple[CampCounts, ...]]:
    """Count the last votes on every visible statement for every camp, in the order of `conversation.camps`.

    Statements come in natural order, those without votes too; camps without members count 0. Votes of
    participants without a camp are in no count.
    """
    camp_of, camps = conversation.camp_of, conversation.camps
    if len(conversation.votes) >= COUNTED_IN_ARRAYS_FROM or "matrix" in vars(conversation):
        return _counted_in_arrays(conversation)
    places = {camp: place for place, camp in enumerate(camps)}
    members = [conversation.members[camp] for camp in camps]
    tallies = {statement: [[0, 0, 0, 0] for _camp in camps] for statement in conversation.statements}
    objecting = conversation.objecting
    for (participant, statement), (vote, objects) in last_votes(conversation).items():
        camp = camp_of.get(participant)
        if camp is None or vote == WITHDRAWN or statement not in tallies:
            continue
        tally = tallies[statement][places[camp]]
        tally[1 - vote] += 1
        if objecting is not None:
            tally[3] += objects
    return {
        statement: tuple(
            CampCounts(tally[0], tally[1], tally[2], number, tally[3])
            for tally, number in zip(of_camps, members, strict=True)
        )
        for statement, of_camps in tallies.items()
    }


def last_votes(conversation: Conversation) -> dict[tuple[Identifier, Identifier], tuple[int, int]]:
    """Return each participant's last vote on each statement: what it counts, and 1 where it objects."""
    columns = conversation.voters, conversation.voted, conversation.votes
    voters, voted, votes = map(listed, columns)
    objecting = conversation.objecting if conversation.objecting is not None else bytes(len(votes))
    order = conversation.rows_in_order()
    if isinstance(order, range):
        return dict(zip(zip(voters, voted, strict=True), zip(votes, objecting, strict=True), strict=True))
    return {(voters[place], voted[place]): (votes[place], objecting[place]) for place in order}


def _counted_in_arrays(conversation: Conversation) -> dict[Identifier, tuple[CampCounts, ...]]:
    matrix = conversation.matrix
    of_participant = matrix.places_in(conversation.camp_of, conversation.camps)
    table = matrix.counts_by_group(of_participant, len(conversation.camps))
    members = [conversation.members[camp] for camp in conversation.camps]
    objections = _objections(conversation)
    counted = counts_of_table(matrix.statements, table, members, objections)
    empty = tuple(CampCounts(0, 0, 0, number) for number in members)
    return {statement: counted.get(statement, empty) for statement in conversation.statements}


def counts_of_table(
    statements: tuple[Identifier, ...],
    table: "NDArray[np.intp]",
    members: list[int],
    objections: Mapping[Identifier, Mapping[int, int]] | None = None,
) -> dict[Identifier, tuple[CampCounts, ...]]:
    """Turn counts of shape (groups, statements, 3), disagree, pass, agree, into counts by statement."""
    rows = zip(statements, table.transpose(1, 0, 2).tolist(), strict=True)
    found = {
        statement: tuple(
            [
                CampCounts(agree, passed, disagree, number)
                for (disagree, passed, agree), number in zip(of_groups, members, strict=True)
            ]
        )
        for statement, of_groups in rows
    }
    for statement, objecting in (objections or {}).items():
        if statement in found:
            found[statement] = tuple(
                counts._replace(objections=objecting.get(group, 0))
                for group, counts in enumerate(found[statement])
            )
    return found


def _objections(conversation: Conversation) -> dict[Identifier, dict[int, int]]:
    if conversation.objecting is None:
        return {}
    places = {camp: place for place, camp in enumerate(conversation.camps)}
    found: dict[Identifier, dict[int, int]] = {}
    for participant, statement in _last_to_object(conversation, conversation.objecting):
        camp = conversation.camp_of.get(participant)
        if camp is not None:
            of_statement = found.setdefault(statement, {})
            of_statement[places[camp]] = of_statement.get(places[camp], 0) + 1
    return found


def _last_to_object(
    conversation: Conversation, objecting: Sequence[int]
) -> Iterable[tuple[Identifier, Identifier]]:
    """Return who objects to what, and has not answered it again since."""
    if conversation.matrix.values.size == len(conversation.votes):
        # Nobody voted twice on anything, so every vote is the last one.
        voters, voted = map(listed, (conversation.voters, conversation.voted))
        return compress(zip(voters, voted, strict=True), objecting)
    return [answered for answered, (_vote, objects) in last_votes(conversation).items() if objects]
