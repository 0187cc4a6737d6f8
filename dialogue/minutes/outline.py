"""Which sections and paragraphs a document has, in which order, and their numbers, in every language.

The outline holds no word. `layout` walks it and asks the wording of a language for each paragraph's
sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dialogue.minutes.document import (
    Document,
    Finding,
    Method,
    ParagraphNumber,
    Position,
    Proposal,
    Thread,
)
from dialogue.minutes.exceptions import InvalidDocument, UnnumberedDocument

Subject = Document | Thread | Position | Proposal | Finding | Method


@dataclass(frozen=True)
class Entry:
    """One numbered paragraph: `kind` chooses its sentences, `subject` is what they speak of."""

    key: str
    kind: str
    subject: Subject


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs, then its sub-sections. Sections of kind `annex_…` are numbered apart."""

    kind: str
    subject: Subject
    entries: tuple[Entry, ...] = ()
    subsections: tuple["Section", ...] = ()


@dataclass(frozen=True)
class OpenPoint:
    """What a thread leaves open: a proposal, a condition to it, or a camp that was not heard (`camp`)."""

    kind: str
    proposal: Proposal | None = None
    camp: str = ""
    condition: int = 0


def outline(document: Document) -> tuple[Section, ...]:
    """The sections of a document; those that would be empty are left out."""
    return tuple(
        section
        for section in (
            _opening(document),
            Section(
                "discussion", document, subsections=tuple(_thread(document, t) for t in document.threads)
            ),
            _findings(document),
            _annex_texts(document),
            _annex_totals(document),
            _annex_method(document),
        )
        if section.entries or section.subsections
    )


def number_paragraphs(document: Document) -> Document:
    """The document with its paragraphs numbered from 1 to n, without restart.

    Raises InvalidDocument where two positions, proposals, threads or findings bear the same reference.
    """
    keys = [entry.key for entry in _entries(outline(document))]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise InvalidDocument(f"Two paragraphs would be the same one: {', '.join(twice)}.")
    numbers = tuple(ParagraphNumber(key, number) for number, key in enumerate(keys, start=1))
    return replace(document, paragraphs=numbers)


def paragraph_numbers(document: Document) -> dict[str, int]:
    """Paragraph numbers by key. Raises UnnumberedDocument where a paragraph has none."""
    numbers = {paragraph.key: paragraph.number for paragraph in document.paragraphs}
    if any(entry.key not in numbers for entry in _entries(outline(document))):
        raise UnnumberedDocument("The paragraphs of these minutes have not been numbered yet.")
    return numbers


def open_points(thread: Thread) -> tuple[OpenPoint, ...]:
    """What a thread leaves open, in the order it is told."""
    standing = [proposal for proposal in thread.proposals if not proposal.withdrawn]
    return (
        *(OpenPoint("camp_not_heard", camp=camp) for camp in thread.camps_not_heard),
        *(OpenPoint("proposal_open", proposal) for proposal in standing if proposal.is_open),
        *(
            OpenPoint("condition_open", proposal, condition=index)
            for proposal in standing
            for index, condition in enumerate(proposal.conditions)
            if condition.state == "open"
        ),
    )


def _entries(sections: tuple[Section, ...]) -> Iterator[Entry]:
    for section in sections:
        yield from section.entries
        yield from _entries(section.subsections)


def _opening(document: Document) -> Section:
    kinds = ("attendance", "threads_taken_up", "reading") if document.threads else ("attendance", "reading")
    return Section("opening", document, tuple(Entry(kind, kind, document) for kind in kinds))


def _thread(document: Document, thread: Thread) -> Section:
    subsections = (
        Section("thread_question", thread, (Entry(f"thread.{thread.key}.question", "question", thread),)),
        Section("thread_positions", thread, _positions(thread)),
        Section("thread_proposals", thread, tuple(_proposals(thread))),
        Section("thread_outcome", thread, tuple(_outcome(document, thread))),
    )
    return Section("thread", thread, subsections=tuple(section for section in subsections if section.entries))


def _positions(thread: Thread) -> tuple[Entry, ...]:
    if not thread.positions:
        return (Entry(f"thread.{thread.key}.no_positions", "no_positions", thread),)
    return tuple(
        Entry(f"position.{position.reference}", "position", position) for position in thread.positions
    )


def _proposals(thread: Thread) -> Iterator[Entry]:
    for proposal in thread.proposals:
        yield Entry(f"proposal.{proposal.reference}", "proposal", proposal)
        if not proposal.withdrawn:
            yield Entry(f"responses.{proposal.reference}", "responses", proposal)


def _outcome(document: Document, thread: Thread) -> Iterator[Entry]:
    if thread.summary is not None:
        yield Entry(f"thread.{thread.key}.summary", "summary", thread)
    if findings_of(document, thread):
        yield Entry(f"thread.{thread.key}.findings", "thread_findings", thread)
    if open_points(thread):
        yield Entry(f"thread.{thread.key}.open", "open_points", thread)


def findings_of(document: Document, thread: Thread) -> tuple[Finding, ...]:
    """The findings of one thread, in the order of the document."""
    return tuple(finding for finding in document.findings if finding.thread == thread.key)


def _findings(document: Document) -> Section:
    if not document.findings:
        return Section("findings", document, (Entry("no_findings", "no_findings", document),))
    entries = tuple(Entry(f"finding.{finding.number}", "finding", finding) for finding in document.findings)
    return Section("findings", document, entries)


def _standing_proposals(document: Document) -> tuple[Proposal, ...]:
    return tuple(p for thread in document.threads for p in thread.proposals if not p.withdrawn)


def _annex_texts(document: Document) -> Section:
    proposals = _standing_proposals(document)
    return Section("annex_texts", document, tuple(Entry(f"text.{p.reference}", "text", p) for p in proposals))


def _annex_totals(document: Document) -> Section:
    if not _standing_proposals(document):
        return Section("annex_totals", document)
    return Section("annex_totals", document, (Entry("annex_totals", "totals", document),))


def _annex_method(document: Document) -> Section:
    bands = ["bands"] if document.method.tells_bands else []
    kinds = ["scale", "rule", "values", "small_groups", *bands, "tool"]
    if document.checkpoint is not None:
        kinds.append("checkpoint")
    return Section("annex_method", document, tuple(Entry(f"method.{kind}", kind, document) for kind in kinds))
