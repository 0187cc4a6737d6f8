"""A conversation as files hold it: statements with their texts, all votes, who is of which camp."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType

from ..columns import Reading
from ..identifiers import Identifier, natural_order
from ..votes import Conversation
from .columns import ExportedVotes
from .limits import MOST_CHARACTERS
from .problems import LeftOut
from .tables import reads_back

FIRST_SECONDS, FIRST_MILLISECONDS = 100_000_000, 100_000_000_000
"""From the second number on a time is read in milliseconds since 1970, from the first on in seconds; smaller
numbers (1, 2, 3 …) tell the order alone and stay as they are. Both are a day in March 1973."""

RESERVED = frozenset(
    {
        "", "topic", "url", "conversation-description", "licence", "license", "voters", "voters-in-conv",
        "commenters", "comments", "groups",
    }
)  # fmt: skip
"""Entries of a summary that stand elsewhere in an export, or are counted anew when it is written."""


def groups_in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return the different names of groups, numbers by their size."""
    return tuple(sorted(set(names), key=lambda name: natural_order(f"g{name}")))


def in_milliseconds(time: int) -> int:
    """Return a time of a file in milliseconds since 1970."""
    return time * 1000 if FIRST_SECONDS <= time < FIRST_MILLISECONDS else time


@dataclass(frozen=True, slots=True)
class ExportedStatement:
    """A statement: what names it, its text, who wrote it and when, and what moderators made of it.

    `author` and `created` (milliseconds since 1970) are None where they are not known. `moderation` is
    1 accepted, 0 not looked at, -1 hidden. `is_meta` marks a statement about the conversation itself;
    it is hidden too. `is_seed` marks one that was there at the beginning.
    """

    identifier: Identifier
    text: str = ""
    author: Identifier | None = None
    created: int | None = None
    moderation: int = 0
    is_meta: bool = False
    is_seed: bool = False

    def is_hidden(self, *, strict_moderation: bool = False) -> bool:
        """Tell whether it is left out of all figures; strictly, also while nobody has looked at it."""
        return self.is_meta or self.moderation < 0 or (strict_moderation and self.moderation == 0)


@dataclass(frozen=True)
class Camps:
    """Who is of which camp: `names` in their fixed order, and the camp of every member.

    `source` says where they come from, in one sentence; `declared` is False where they were made from
    the votes themselves, and are there for comparison only.
    """

    names: tuple[str, ...] = ()
    camp_of: Mapping[Identifier, str] = field(default_factory=lambda: MappingProxyType({}))
    source: str = field(default="", compare=False)
    declared: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class ConversationExport:
    """Everything the files of one conversation tell; equal if they tell the same.

    `topic`, `url`, `licence` and `description` are texts, empty where not known; `summary` are further
    entries of the summary. `participants` are all who are known, in natural order. `camps` are those
    people declared, `groups` the opinion groups that were published with the conversation (None if there
    are none). `left_out` is the account of what was not taken from the files, and no part of being equal.
    Raises ValueError where something would not be the same if it were written and read again.
    """

    statements: tuple[ExportedStatement, ...] = ()
    votes: ExportedVotes = field(default_factory=ExportedVotes)
    participants: tuple[Identifier, ...] = ()
    topic: str = ""
    url: str = ""
    description: str = ""
    licence: str = ""
    summary: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    camps: Camps = Camps()
    groups: Camps | None = None
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls,
        statements: Iterable[ExportedStatement],
        votes: ExportedVotes,
        *,
        participants: Iterable[Identifier] = (),
        camps: Camps = Camps(),
        groups: Camps | None = None,
        topic: str = "",
        url: str = "",
        description: str = "",
        licence: str = "",
        summary: Mapping[str, str] = MappingProxyType({}),
        left_out: Iterable[LeftOut] = (),
    ) -> "ConversationExport":
        """Put statements and participants in natural order, and name everybody who votes or is of a camp.

        Groups are put in natural order too, without empty ones.
        """
        if groups is not None:
            groups = replace(groups, names=groups_in_order(groups.camp_of.values()), declared=False)
        everybody = {*participants, *votes.voters.names, *camps.camp_of, *(groups.camp_of if groups else ())}
        return cls(
            tuple(sorted(statements, key=lambda each: natural_order(each.identifier))),
            votes,
            tuple(sorted(everybody, key=natural_order)),
            topic,
            url,
            description,
            licence,
            MappingProxyType(dict(summary)),
            camps,
            groups,
            tuple(left_out),
        )

    def __post_init__(self) -> None:
        named = [each.identifier for each in self.statements]
        authors = [each.author for each in self.statements if each.author is not None]
        for identifier in (*named, *authors, *self.participants, *self.votes.voted.names):
            if not reads_back(identifier):
                raise ValueError(f"{identifier!r} cannot name anything in a file.")
        if len(set(named)) < len(named):
            raise ValueError("Two statements have one name.")
        if unknown := set(self.votes.voted.names) - set(named):
            raise ValueError(
                f"There are votes on statements that are not there: {sorted(map(str, unknown))[:5]}."
            )
        times = (each.created for each in self.statements if each.created is not None)
        if any(each < 0 or in_milliseconds(each) != each for each in chain(times, self.votes.times or ())):
            raise ValueError("Times are milliseconds since 1970, and not before 1973.")

        camps = (*self.camps.names, *(self.groups.names if self.groups else ()))
        if any(not camp or camp != camp.strip() for camp in camps):
            raise ValueError("A camp or group has a name, and no space around it.")
        if any(name != name.strip().lower() or name in RESERVED for name in self.summary):
            raise ValueError("An entry of the summary has a name of its own, in small letters.")
        texts = chain(
            (each.text for each in self.statements),
            (self.topic, self.url, self.description, self.licence),
            self.summary.values(),
            camps,
        )
        if any(len(text) >= MOST_CHARACTERS or "\0" in text for text in texts):
            raise ValueError(f"A text has less than {MOST_CHARACTERS:,} characters, and no zero among them.")

    def texts(self) -> dict[Identifier, str]:
        """Return the text of every statement."""
        return {each.identifier: each.text for each in self.statements}

    def hidden(self, *, strict_moderation: bool = False) -> frozenset[Identifier]:
        """Return the statements that are left out of all figures."""
        return frozenset(
            each.identifier for each in self.statements if each.is_hidden(strict_moderation=strict_moderation)
        )

    def to_conversation(
        self,
        *,
        camps: Camps | None = None,
        strict_moderation: bool = False,
        reading: Reading = Reading.CONSENT,
    ) -> Conversation:
        """Return the votes as they are analysed; `camps` are those declared unless others are given.

        Strict moderation hides also what no moderator has accepted. `reading` is how five steps are
        read as three, and changes nothing where people had three answers.
        """
        chosen = self.camps if camps is None else camps
        return Conversation.from_columns(
            self.votes.voters.plain(),
            self.votes.voted.plain(),
            self.votes.values(),
            times=self.votes.times,
            reading=reading,
            camp_of=chosen.camp_of,
            camps=chosen.names,
            hidden=self.hidden(strict_moderation=strict_moderation),
            statements=[each.identifier for each in self.statements],
        )
