"""A document set in one language: the page that every renderer turns into bytes."""

from collections.abc import Iterator

from dialogue.minutes.blocks import (
    Block,
    Footnote,
    Heading,
    Line,
    Masthead,
    Notice,
    Page,
    Paragraph,
    Part,
    Run,
    Table,
    plain,
)
from dialogue.minutes.document import STANCES, Document, Proposal, Thread
from dialogue.minutes.figures import GroupFigures
from dialogue.minutes.outline import Section, outline, paragraph_numbers
from dialogue.minutes.paragraphs import compose
from dialogue.minutes.scribe import Scribe
from dialogue.minutes.texts import direction_of
from dialogue.minutes.wording import Speaker, speaker_of
from dialogue.minutes.wording.grammar import letter


def lay_out(document: Document, language: str) -> Page:
    """The page of a numbered document in `language`.

    Raises UnknownLanguage, and UnnumberedDocument where the paragraphs have no numbers.
    """
    speaker = speaker_of(language)
    header = document.header
    scribe = Scribe(document, speaker, paragraph_numbers(document))
    ordinal = speaker.wording.ordinal(header.session_number)
    footnotes = _footnotes(document, speaker)
    notices = (_status_notice(document, speaker), *_terms_notice(document, speaker, footnotes))
    return Page(
        language=language,
        direction=direction_of(language),
        symbol=header.symbol,
        banner=speaker.text("banner") if header.fictitious else "",
        not_a_un_document=speaker.text("not_a_un_document"),
        kind=speaker.text(f"kind.{header.document_type}"),
        page_number=speaker.wording.sentences["page_number"],
        notes_title=speaker.text("notes_title"),
        subject=speaker.say("workshop", workshop=speaker.local(header.workshop)),
        title=(*speaker.say("title", ordinal=ordinal), Run("*", language, "mark")),
        subtitle=speaker.local(header.session_title) if header.session_title else (),
        masthead=_masthead(document, speaker, scribe),
        blocks=(*notices, *_blocks(document, speaker, scribe)),
        footnotes=tuple(footnotes.values()),
    )


def _masthead(document: Document, speaker: Speaker, scribe: Scribe) -> Masthead:
    header = document.header
    dates = speaker.wording.dates(header.dates)
    place = speaker.local(header.place) if header.place else ()
    where_and_when = (
        speaker.say("place_and_dates", place=place, dates=dates) if place else speaker.line(dates)
    )
    start = (
        speaker.say("workshop", "strong", workshop=speaker.local(header.workshop, "strong")),
        speaker.line(header.symbol),
        where_and_when,
        speaker.say(
            "languages",
            original=speaker.language_name(header.original_language),
            version=speaker.language_name(speaker.language),
        ),
        speaker.say("not_a_un_document"),
    )
    end = (
        speaker.say("banner.sentence", "strong") if header.fictitious else (),
        speaker.say("status_line", status=speaker.say(f"status.{header.status}", "strong")),
        speaker.say("issued", date=speaker.wording.date(header.issued)),
        speaker.say("attribution_line", attribution=scribe.attribution()),
    )
    return Masthead(tuple(line for line in start if line), tuple(line for line in end if line))


def _status_notice(document: Document, speaker: Speaker) -> Notice:
    mark = Run("* ", speaker.language)
    return Notice("status", (Part("text", (mark, *speaker.say(f"status_note.{document.header.status}"))),))


def _footnotes(document: Document, speaker: Speaker) -> dict[str, Footnote]:
    """Footnotes by their text: camps that share one share its mark."""
    footnotes: dict[str, Footnote] = {}
    for camp in document.camps:
        line = speaker.local(camp.footnote) if camp.footnote else ()
        if plain(line):
            footnotes.setdefault(plain(line), Footnote(str(len(footnotes) + 1), line))
    return footnotes


def _terms_notice(document: Document, speaker: Speaker, footnotes: dict[str, Footnote]) -> Iterator[Notice]:
    """The terms note. Labels appear wherever a document describes camps: in its totals at least."""
    if not document.camps:
        return
    parts = [Part("text", speaker.say("terms.introduction"))]
    for index, camp in enumerate(document.camps, start=1):
        footnote = footnotes.get(plain(speaker.local(camp.footnote))) if camp.footnote else None
        definition = speaker.say(
            "terms.definition",
            label=speaker.local(camp.label),
            mark=Run(footnote.mark, speaker.language, "mark") if footnote else "",
            definition=speaker.local(camp.definition),
        )
        parts.append(Part("item", definition, label=f"({letter(index, 'a')})"))
    yield Notice("terms", tuple(parts))


def _blocks(document: Document, speaker: Speaker, scribe: Scribe) -> Iterator[Block]:
    sections = outline(document)
    before_annexes = sum(not section.kind.startswith("annex_") for section in sections)
    for place, section in enumerate(sections, start=1):
        is_annex = place > before_annexes
        if is_annex:
            numeral = speaker.wording.annex_numeral(place - before_annexes)
        else:
            numeral = speaker.wording.section_numeral(place)
        yield Heading(1, numeral, speaker.say(f"section.{section.kind}"), annex=is_annex)
        if section.kind == "findings" and document.findings:
            yield _findings_table(document, speaker, scribe)
        yield from _paragraphs(section, scribe)
        if section.kind == "annex_totals":
            yield from _totals_table(document, speaker)
        for index, thread in enumerate(section.subsections, start=1):
            yield from _thread_blocks(thread, index, speaker, scribe)


def _thread_blocks(section: Section, place: int, speaker: Speaker, scribe: Scribe) -> Iterator[Block]:
    thread = section.subject
    assert isinstance(thread, Thread)
    title = speaker.say(
        "section.thread", title=speaker.local(thread.title), reference=speaker.line(thread.reference)
    )
    yield Heading(2, f"{letter(place, 'A')}.", title)
    for part in section.subsections:
        yield Heading(3, "", speaker.say(f"section.{part.kind}"))
        yield from _paragraphs(part, scribe)


def _paragraphs(section: Section, scribe: Scribe) -> Iterator[Paragraph]:
    for entry in section.entries:
        yield compose(scribe, entry)


def _findings_table(document: Document, speaker: Speaker, scribe: Scribe) -> Table:
    columns = ("paragraph", "finding", "thread", "level")
    rows = tuple(
        (
            speaker.line(str(scribe.numbers[f"finding.{finding.number}"])),
            speaker.line(str(finding.number)),
            scribe.thread_reference(finding.thread),
            speaker.say(f"level.{finding.level}"),
        )
        for finding in document.findings
    )
    header = tuple(speaker.say(f"findings.column.{column}", "strong") for column in columns)
    return Table(speaker.say("findings.overview"), header, rows, numeric_from=len(columns))


def _totals_table(document: Document, speaker: Speaker) -> Iterator[Table]:
    rows = tuple(
        _totals_row(document, speaker, proposal, group)
        for thread in document.threads
        for proposal in thread.proposals
        if proposal.figures is not None and not proposal.withdrawn
        for group in (
            *proposal.figures.camps,
            *([proposal.figures.neither] if proposal.figures.neither else []),
        )
    )
    if not rows:
        return
    columns = [f"totals.column.{column}" for column in ("proposal", "group", "answered")]
    columns += [f"stance.{stance}" for stance in STANCES]
    header = tuple(speaker.say(column, "strong") for column in columns)
    yield Table(speaker.say("totals.caption"), header, rows, numeric_from=2)


def _totals_row(
    document: Document, speaker: Speaker, proposal: Proposal, group: GroupFigures
) -> tuple[Line, ...]:
    is_camp = any(camp.key == group.camp for camp in document.camps)
    label = speaker.local(document.camp(group.camp).label) if is_camp else speaker.say("totals.neither")
    answered = speaker.say("totals.answered_of", answered=group.answered, members=group.members)
    counts = (speaker.line(str(group.stances[stance])) for stance in STANCES)
    return (speaker.line(proposal.reference), label, answered, *counts)
