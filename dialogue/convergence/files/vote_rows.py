"""The rows of a table of votes, whatever its columns are called and its votes are coded."""

from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..identifiers import Identifier
from .columns import STANCES, VALUE_OF_STANCE, ExportedVotes
from .exports import in_milliseconds
from .limits import MOST_PARTICIPANTS, MOST_STATEMENTS, MOST_VOTES
from .problems import LeftOut, Tally, shown
from .tables import Table

SIGN: Mapping[str, int] = MappingProxyType({"1": 1, "0": 0, "-1": -1, "+1": 1})
REVERSED_SIGN: Mapping[str, int] = MappingProxyType({"1": -1, "0": 0, "-1": 1, "+1": -1})

_PLACE_OF_STANCE = {stance.value: place for place, stance in enumerate(STANCES)}
_LONGEST_TIME = 15


@dataclass(frozen=True)
class VoteColumns:
    """What the columns are called; a table may have no times and no stances."""

    participant: str
    statement: str
    vote: str
    time: str
    stance: str = "stance"


def read_votes(
    table: Table,
    columns: VoteColumns,
    codes: Mapping[str, int],
    known: Collection[Identifier] | None,
    account: list[LeftOut],
) -> ExportedVotes:
    """Return all votes in the order of the rows; `codes` says what is written for 1, 0 and -1.

    Votes on statements that are not `known` are left out and put to the account; where no statements
    are known, all are taken. Raises FileProblem for a vote that is none of `codes`, an empty name, and a
    time that is missing beside others.
    """
    rows = _VoteRows(table, columns, codes, known)
    for row in table:
        rows.take(row)
    account.extend(
        rows.unknown.entries(
            "One vote on a statement that is not among the comments is left out",
            "{number} votes on statements that are not among the comments are left out",
        )
    )
    if not rows.timed:
        rows.votes.times = None
    if not rows.votes:
        rows.votes.stances = None
    return rows.votes


class _VoteRows:
    def __init__(
        self,
        table: Table,
        columns: VoteColumns,
        codes: Mapping[str, int],
        known: Collection[Identifier] | None,
    ) -> None:
        self.table, self.codes, self.known = table, codes, known
        self.at_voter, self.at_statement = table.place(columns.participant), table.place(columns.statement)
        self.at_vote = table.place(columns.vote)
        self.at_time, self.at_stance = (
            table.place(name, needed=False) for name in (columns.time, columns.stance)
        )
        self.votes = ExportedVotes(times=array("q") if self.at_time >= 0 else None)
        if self.at_stance >= 0:
            self.votes.stances = array("b")
        self.unknown = Tally(table.name)
        self.timed: bool | None = None
        # What is written, and the place of what it names: so that each name is looked at once. Only the
        # plain spelling is kept; there may be more spellings than names.
        self._voter_places: dict[str, int] = {}
        self._statement_places: dict[str, int] = {}

    def take(self, row: list[str]) -> None:
        table, votes = self.table, self.votes
        statement = self._statement_places.get(row[self.at_statement])
        if statement is None:
            statement = self._new_statement(row[self.at_statement])
        vote = self.codes.get(row[self.at_vote])
        if vote is None:
            vote = self._vote(row[self.at_vote])
        if statement < 0:
            self.unknown.add(table.line, table.identifier(row[self.at_statement], self.at_statement))
            return
        voter = self._voter_places.get(row[self.at_voter])
        if voter is None:
            voter = self._new_voter(row[self.at_voter])
        votes.voters.places.append(voter)
        votes.voted.places.append(statement)
        votes.votes.append(vote)
        if votes.times is not None:
            votes.times.append(self._time(row[self.at_time]))
        if votes.stances is not None:
            votes.stances.append(self._stance(row[self.at_stance], vote))
        if len(votes.votes) > MOST_VOTES:
            raise table.problem(f"There are more than {MOST_VOTES:,} votes.")

    def _new_statement(self, written: str) -> int:
        """Return the place of a statement, -1 if it is unknown; of these there may be any number."""
        name = self.table.identifier(written, self.at_statement)
        if self.known is not None and name not in self.known:
            return -1
        place = self.votes.voted.place(name)
        if str(name) == written:
            self._statement_places[written] = place
        if place >= MOST_STATEMENTS:
            raise self.table.problem(
                f"There are more than {MOST_STATEMENTS:,} statements.", self.at_statement
            )
        return place

    def _new_voter(self, written: str) -> int:
        name = self.table.identifier(written, self.at_voter)
        place = self.votes.voters.place(name)
        if str(name) == written:
            self._voter_places[written] = place
        if place >= MOST_PARTICIPANTS:
            raise self.table.problem(
                f"There are more than {MOST_PARTICIPANTS:,} participants.", self.at_voter
            )
        return place

    def _vote(self, written: str) -> int:
        vote = self.codes.get(written.strip())
        if vote is None:
            *others, last = sorted(set(self.codes) - {"+1"}, reverse=True)
            sentence = f"A vote is {', '.join(others)} or {last}, not “{shown(written)}”."
            raise self.table.problem(sentence, self.at_vote)
        return vote

    def _time(self, written: str) -> int:
        """Return a time; either every vote has one or none."""
        if self.timed is None:
            self.timed = bool(written)
        if self.timed and written.isascii() and written.isdigit() and len(written) <= _LONGEST_TIME:
            return in_milliseconds(int(written))
        if written and not self.timed:
            raise self.table.problem("This vote has a time, and those before it have none.", self.at_time)
        if self.timed:
            raise self.table.problem(f"A time should be here, not “{shown(written)}”.", self.at_time)
        return 0

    def _stance(self, written: str, vote: int) -> int:
        place = _PLACE_OF_STANCE.get(written.strip().lower())
        if place is None:
            known = ", ".join(_PLACE_OF_STANCE)
            raise self.table.problem(f"A stance is one of {known}, not “{shown(written)}”.", self.at_stance)
        if VALUE_OF_STANCE[place] != vote:
            raise self.table.problem(
                f"This stance and the vote {vote} contradict each other.", self.at_stance
            )
        return place
