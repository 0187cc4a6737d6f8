"""From an entry of the outline to a paragraph in words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dialogue.minutes.blocks import Paragraph, Part
from dialogue.minutes.outline import Entry
from dialogue.minutes.scribe import Scribe
from dialogue.minutes.sentences import annexes, discussion, findings, opening

# The outline pairs each kind with its subject; a table cannot say that to the type checker, hence Any.
SENTENCES: Mapping[str, Callable[[Scribe, Any], Iterator[Part]]] = {
    "attendance": opening.attendance,
    "threads_taken_up": opening.threads_taken_up,
    "reading": opening.reading,
    "question": discussion.question,
    "no_positions": discussion.no_positions,
    "position": discussion.position,
    "proposal": discussion.proposal,
    "responses": discussion.responses,
    "summary": discussion.summary,
    "thread_findings": discussion.thread_findings,
    "open_points": discussion.what_is_open,
    "no_findings": findings.no_findings,
    "finding": findings.finding,
    "text": annexes.text,
    "totals": annexes.totals,
    "scale": annexes.scale,
    "rule": annexes.rule,
    "values": annexes.values,
    "small_groups": annexes.small_groups,
    "bands": annexes.bands,
    "tool": annexes.tool,
    "checkpoint": annexes.checkpoint,
}


def compose(scribe: Scribe, entry: Entry) -> Paragraph:
    """The paragraph of an entry, with its number."""
    parts = tuple(SENTENCES[entry.kind](scribe, entry.subject))
    return Paragraph(scribe.numbers[entry.key], entry.key, parts)
