"""The minutes of one session as data: what was said and found, in no language and no format in particular.

A document is drawn once, for one attribution, with identities already removed; it is stored, and every file
is rendered from it alone. Nothing in it is a sentence of ours: those are chosen by the wording of the
language it is rendered in.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self, cast

from dialogue.minutes import serialisation
from dialogue.minutes.exceptions import UnknownSchema
from dialogue.minutes.figures import Bands, Figures, Level
from dialogue.minutes.safeguards import check
from dialogue.minutes.serialisation import ADDED_LATER
from dialogue.minutes.texts import LocalText, Printable, Quotation

SCHEMA = 1

Attribution = Literal["named", "role_label", "camp", "none"]
Status = Literal["draft", "corrected", "final"]
ConditionState = Literal["open", "met", "not_met"]
SigningRole = Literal["moderator", "chair"]

STANCES = ("agree", "can_live_with_it", "pass", "disagree", "object")
NEITHER = "neither"


@dataclass(frozen=True)
class Voice(Printable):
    """To whom a statement is tied: `text` is a name or a role label, `camp` a key, `neither` or empty."""

    kind: Attribution
    text: str = ""
    camp: str = ""


ANONYMOUS = Voice("none")


@dataclass(frozen=True, kw_only=True)
class Camp(Printable):
    key: str
    label: LocalText
    definition: LocalText
    footnote: LocalText | None = None


@dataclass(frozen=True, kw_only=True)
class Header(Printable):
    """The masthead. Dates are ISO dates, without a time; `revision` 0, the first issue, prints no suffix."""

    workshop: LocalText
    reference: str
    session_number: int
    dates: tuple[str, ...]
    issued: str
    status: Status
    original_language: str
    attribution: Attribution
    k: int
    fictitious: bool
    edition: int = 1
    revision: int = 0
    document_type: Literal["minutes"] = "minutes"
    session_title: LocalText | None = None
    place: LocalText | None = None

    @property
    def symbol(self) -> str:
        """The reference as printed, with the suffix of the revision."""
        return f"{self.reference}/Rev.{self.revision}" if self.revision else self.reference


@dataclass(frozen=True)
class Group(Printable):
    """How many took part of one camp, or of `neither`; None where the group is too small to be counted."""

    key: str
    members: int | None


@dataclass(frozen=True)
class Participation(Printable):
    """Who took part. `total` is None as soon as one group is withheld, lest a count follow by exclusion."""

    groups: tuple[Group, ...]
    total: int | None


@dataclass(frozen=True, kw_only=True)
class Position(Printable):
    """A position as heard. A withdrawn one keeps place and reference, without claim and reasoning."""

    reference: str
    claim: Quotation | None
    reasoning: Quotation | None
    voice: Voice = ANONYMOUS
    version: int = 1
    withdrawn: bool = False
    part: LocalText | None = None
    choice: LocalText | None = None


@dataclass(frozen=True)
class Condition(Printable):
    text: Quotation
    state: ConditionState = "open"
    voice: Voice = ANONYMOUS


@dataclass(frozen=True)
class Objection(Printable):
    """A standing objection; without a text no reason has been given yet."""

    text: Quotation | None
    voice: Voice = ANONYMOUS


@dataclass(frozen=True, kw_only=True)
class Proposal(Printable):
    """A proposal in the version that was responded to. `figures` is None where they are withheld, and where
    responses are told in `bands`.

    It is never tied to a camp; its author and co-sponsors are told only by name or by role label.
    """

    reference: str
    claim: Quotation | None
    step: Quotation | None
    reasoning: Quotation | None
    text_hash: str
    figures: Figures | None
    voice: Voice = ANONYMOUS
    version: int = 1
    withdrawn: bool = False
    co_sponsors: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    objections: tuple[Objection, ...] = ()
    part: LocalText | None = None
    choice: LocalText | None = None
    bands: Bands | None = field(default=None, metadata=ADDED_LATER)

    @property
    def is_open(self) -> bool:
        """Whether the rule says that it is open; not where bands leave that open as well."""
        if self.bands is not None:
            return self.bands.level == "open" and not self.bands.at_least
        return self.figures is not None and self.figures.level == "open"


@dataclass(frozen=True)
class Summary(Printable):
    """The moderator's own text on a thread, with the references of what it rests on."""

    text: Quotation
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class ThreadPart(Printable):
    """A part of a thread. Its label is as in the source, `(i)`; `addressees` are keys of camps."""

    label: str
    text: LocalText
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Thread(Printable):
    """One thread. `addressees` are the keys of the camps it asks; none or all of them means everybody."""

    key: str
    reference: str
    title: LocalText
    prompt: LocalText
    source: LocalText | None = None
    addressees: tuple[str, ...] = ()
    parts: tuple[ThreadPart, ...] = ()
    positions: tuple[Position, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    summary: Summary | None = None
    camps_not_heard: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Finding(Printable):
    """What the meeting found. `basis` holds references; `signer` is empty unless attribution is named."""

    number: int
    thread: str
    text: Quotation
    level: Level
    date: str
    signed_by: SigningRole = "moderator"
    signer: str = ""
    version: int = 1
    basis: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    objections: tuple[Objection, ...] = ()
    rests_on_one_camp: bool = False
    camp: str = ""
    beyond_figures: bool = False


@dataclass(frozen=True, kw_only=True)
class Method(Printable):
    """The rule that gave the levels, and the version of the tool that applied it."""

    tool_version: str
    convergence_from: float = 0.75
    emerging_from: float = 0.5
    joint_probability_from: float = 0.8
    quorum_part: int = 2
    quorum_whole: int = 3
    quorum_persons: int = 3
    tells_bands: bool = field(default=False, metadata=ADDED_LATER)


@dataclass(frozen=True)
class Checkpoint(Printable):
    """Where the record of the workshop stood: its last number and the hash of that entry."""

    number: int
    head_hash: str


@dataclass(frozen=True)
class ParagraphNumber(Printable):
    """The number of a paragraph, the same in every language and format; `key` says which it is."""

    key: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Document(Printable):
    """The minutes of a session. Give it paragraph numbers with `number_paragraphs`."""

    header: Header
    camps: tuple[Camp, ...]
    participation: Participation
    threads: tuple[Thread, ...]
    findings: tuple[Finding, ...]
    method: Method
    checkpoint: Checkpoint | None = None
    paragraphs: tuple[ParagraphNumber, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check(self)

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON values, with its schema number."""
        return {"schema": SCHEMA, **cast(dict[str, Any], serialisation.to_plain(Document, self))}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """The document that `to_dict` wrote.

        Raises UnknownSchema for another schema number, InvalidDocument for a value that is missing, too much
        or of the wrong kind; the sentence names the place.
        """
        schema = stored.get("schema")
        if schema != SCHEMA:
            raise UnknownSchema(
                f"These minutes were stored in schema {schema!r}; this version reads schema {SCHEMA} only."
            )
        content = {key: value for key, value in stored.items() if key != "schema"}
        document: Self = serialisation.from_plain(cls, content, "document")
        return document

    def camp(self, key: str) -> Camp:
        """The camp of this key."""
        return next(camp for camp in self.camps if camp.key == key)


def fingerprint(document: Document) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of a document: equal content, equal fingerprint."""
    canonical = json.dumps(document.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
