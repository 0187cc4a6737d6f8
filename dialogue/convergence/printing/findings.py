"""What figures say of a conversation, in plain English: blocks that a printer lays out; counts come first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..files import Camps, ConversationExport
from ..identifiers import Identifier
from ..statements import StatementClass, StatementFigures, expected_wrong, rank_bridges, rank_divisions
from ..votes import Conversation
from . import phrases
from .basis import EVERYBODY, Basis

if TYPE_CHECKING:
    from ..report import ConversationFigures

LISTED = 10
"""So many statements of each class are printed; the table has all."""
TYPICAL_LISTED = 3
WAITING_LISTED = 5
SURE, UNLIKELY = 0.9, 0.1

Phrase = Callable[[Basis, StatementFigures], str]


@dataclass(frozen=True)
class Said:
    """A statement, and what is said of it in lines below."""

    statement: Identifier
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A part of the report: a heading, paragraphs, statements, and what is said after them."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    statements: tuple[Said, ...] = ()
    after: tuple[str, ...] = ()


def list_findings(
    export: ConversationExport,
    conversation: Conversation,
    figures: "ConversationFigures",
    camps: Camps,
    basis: Basis,
) -> Iterator[Block]:
    """Yield the report, block by block: the whole first, then the classes, then what the map says."""
    yield _overview(export, conversation, figures, camps, basis)
    if export.left_out:
        yield Block(
            "Left out of the files, or not known from them", tuple(f"{each}." for each in export.left_out)
        )
    yield from _of_everybody(basis) if basis.kind == EVERYBODY else _of_camps(basis)
    unclear = [each for each in basis.statements if any(of.unclear for of in each.measures)]
    if unclear:
        intro = "Many passed: the wording may be at fault, or it is not for them."
        yield _listed("Unsure", basis, unclear, (phrases.passing,), intro)
    waiting = [each for each in basis.statements if any(of.answers_missing for of in each.measures)]
    waiting.sort(key=lambda each: sum(of.answers_missing for of in each.measures))
    says = (phrases.agreeing, phrases.missing)
    yield _listed("Too few answers", basis, waiting, says, most=WAITING_LISTED)
    yield _map(figures)
    yield from _typical(figures)
    yield from _second_opinion(figures)


def _overview(
    export: ConversationExport,
    conversation: Conversation,
    figures: "ConversationFigures",
    camps: Camps,
    basis: Basis,
) -> Block:
    numbers = (
        f"{phrases.number_of(figures.participants, 'person', 'people')} gave "
        f"{phrases.number_of(figures.votes, 'answer', 'answers')} to "
        f"{phrases.number_of(len(conversation.statements), 'statement', 'statements')}."
    )
    more = phrases.number_of(figures.hidden, "more statement is", "more statements are")
    hidden = f"{more} hidden and in no figure."
    changed = len(export.votes) - figures.votes
    uncounted = (
        f"Of {len(export.votes):,} votes in the files {changed:,} are not counted: changed later, or on "
        "hidden statements."
    )
    paragraph = " ".join([numbers, *([hidden] if figures.hidden else []), *([uncounted] if changed else [])])
    paragraphs = (export.url, paragraph, *_whose(conversation, camps, basis))
    return Block(export.topic or "A conversation without a topic", tuple(filter(None, paragraphs)))


def _whose(conversation: Conversation, camps: Camps, basis: Basis) -> Iterator[str]:
    """Say whose answers are held against each other, and how far that can be trusted."""
    sizes = ", ".join(f"{camp} ({number:,})" for camp, number in conversation.members.items())
    if not conversation.camps:
        yield "No camps are declared."
    elif camps.declared:
        yield f"Camps and their members, {camps.source or 'as declared'}: {sizes}."
    else:
        yield (
            f"In place of camps stand {camps.source}: {sizes}. Nobody declared them: that they differ is how "
            "they were made, and no news. They are here for comparison."
        )
    if basis.kind == "groups":
        yield (
            "Statements are held against the opinion groups that the map finds. Groups are made from the "
            "votes: that they differ is no news; what they agree on all the same is."
        )
    elif basis.kind == EVERYBODY:
        yield "Without two camps or groups nothing bridges or divides: these are the answers of everybody."


def _of_camps(basis: Basis) -> Iterator[Block]:
    kind = "camp" if basis.kind == "camps" else "group"
    bridges = rank_bridges(basis.of_class(StatementClass.BRIDGE))
    honest, says = "", [phrases.agreeing, phrases.chances]
    if basis.has_few_people:
        honest = "With so few people these are signs, not proofs."
        says.insert(1, phrases.certain)
    wrong = phrases.about(expected_wrong(bridges))
    after = f"Expected not to hold, of these {len(bridges):,}: {wrong}."
    yield _listed(f"Bridges between the {kind}s", basis, bridges, says, honest, after)
    divisions = rank_divisions(basis.of_class(StatementClass.DIVIDES))
    yield _listed("What divides", basis, divisions, (phrases.agreeing,))
    rejected = sorted(
        basis.of_class(StatementClass.REJECTED_BY_EVERY_CAMP), key=lambda each: each.joint or 0.0
    )
    yield _listed(f"No majority in any {kind}", basis, rejected, (phrases.disagreeing,))
    leaning = len(basis.of_class(StatementClass.LEANING_BRIDGE))
    still_open = len(basis.of_class(StatementClass.OPEN))
    lean = phrases.number_of(leaning, "statement leans", "statements lean")
    yield Block(
        "Neither yet",
        (f"{lean} towards a bridge; {still_open:,} {'is' if still_open == 1 else 'are'} open.",),
    )


def _of_everybody(basis: Basis) -> Iterator[Block]:
    known = [each for each in basis.statements if not each.measures[0].answers_missing]
    known.sort(key=lambda each: -each.measures[0].mean)
    agreed = [each for each in known if each.measures[0].majority >= SURE]
    refused = [each for each in reversed(known) if each.measures[0].majority <= UNLIKELY]
    yield _listed("What most agree with", basis, agreed, (phrases.agreeing,))
    yield _listed("What most do not agree with", basis, refused, (phrases.disagreeing,))


def _map(figures: "ConversationFigures") -> Block:
    said: list[str] = []
    if figures.drawn is not None:
        first, second = (f"{100 * share:.0f} %" for share in figures.drawn.shares)
        placed = phrases.number_of(len(figures.drawn.placed_participants), "person has", "people have")
        said.append(
            f"{placed} enough votes to be placed. The first axis tells {first} of how votes differ, the "
            f"second {second}."
        )
    if figures.groups is not None:
        sizes = zip(figures.groups.letters, figures.groups.sizes, strict=True)
        listed = ", ".join(f"{letter} ({size:,})" for letter, size in sizes)
        said.append(f"{figures.groups.number} opinion groups can be told apart: {listed}.")
        if figures.chance is not None:
            said.append(
                f"In none of {figures.chance.shuffles} maps of the same votes shuffled they are as clear."
            )
    if figures.beside is not None:
        for camp, row in zip(figures.beside.camps, figures.beside.table, strict=True):
            numbers = zip(row, figures.beside.groups, strict=True)
            said.append(f"Of {camp}: {', '.join(f'{number:,} in {letter}' for number, letter in numbers)}.")
    said += [notice.sentence for notice in figures.notices]
    return Block("What the map says", tuple(said))


def _typical(figures: "ConversationFigures") -> Iterator[Block]:
    typical = figures.typical
    if typical is None or not typical.statements:
        return
    line = (
        f"{len(typical.statements):,} are listed in all; if camps had been drawn by lot, about "
        f"{typical.by_lot:.1f} would be."
    )
    if not typical.is_shown:
        yield Block("Typical of a camp", (f"{line} So the list says nothing, and is not shown.",))
        return
    said: list[Said] = []
    for camp in dict.fromkeys(each.camp for each in typical.statements):
        own = [each for each in typical.statements if each.camp == camp]
        own.sort(key=lambda each: -each.probability)
        said += [
            Said(each.statement, (f"{camp} agrees {'more' if each.agreeing else 'less'} than all others.",))
            for each in own[:TYPICAL_LISTED]
        ]
    yield Block("Typical of a camp", (line, "The surest of each camp:"), tuple(said))


def _second_opinion(figures: "ConversationFigures") -> Iterator[Block]:
    second = figures.second_opinion
    if second is None:
        return
    heights = dict(zip(second.statements, second.intercepts.tolist(), strict=True))
    found = sorted(second.bridging, key=lambda name: -heights[name])
    line = phrases.number_of(len(found), "statement is", "statements are")
    said = tuple(Said(name) for name in found[:LISTED])
    yield Block(
        "A second opinion",
        (f"{line} approved of at both ends of the axis that divides most.",),
        said,
        _more(found),
    )


def _listed(
    heading: str,
    basis: Basis,
    found: Sequence[StatementFigures],
    says: Sequence[Phrase],
    intro: str = "",
    after: str = "",
    most: int = LISTED,
) -> Block:
    if not found:
        return Block(f"{heading}: none")
    said = tuple(Said(each.statement, tuple(phrase(basis, each) for phrase in says)) for each in found[:most])
    tail = (*_more(found, most), *([after] if after else []))
    return Block(f"{heading}: {len(found):,}", (intro,) if intro else (), said, tail)


def _more(found: Sequence[object], most: int = LISTED) -> tuple[str, ...]:
    return (f"And {len(found) - most:,} more; --csv lists all.",) if len(found) > most else ()
