"""DOCX: real headings, a language for every run, right-to-left paragraphs, header rows, no author."""

import io
from collections.abc import Sequence

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from dialogue.minutes.blocks import Block, Heading, Line, Notice, Page, Paragraph, Part, Run, Table, plain
from dialogue.minutes.document import Document
from dialogue.minutes.renderers.docx_package import repackaged
from dialogue.minutes.texts import direction_of

_LOCALES = {
    "ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ja": "ja-JP", "ko": "ko-KR", "ru": "ru-RU",
    "zh": "zh-CN",
}  # fmt: skip
_EAST_ASIAN_FACES = {"zh": "SimSun", "ja": "MS Mincho", "ko": "Batang"}
_TEXT_WIDTH = int(Cm(15.6))
_NUMBER_WIDTH = int(Cm(1.65))
_INSET_TWIPS = 425
_QUOTATION_INDENT_TWIPS = 879


def set_page(document: Document, page: Page) -> tuple[bytes, tuple[str, ...]]:
    """The page as a DOCX without author, dates, revision marks or links; the same bytes every time."""
    word = docx.Document()
    _set_up_sheet(word, page)
    _masthead(word, page)
    _paragraph(word, "Title", page.title)
    if page.subtitle:
        _paragraph(word, "Subtitle", page.subtitle)
    for block in page.blocks:
        _block(word, block, page.language)
    if page.footnotes:
        _paragraph(word, "Heading3", (Run(page.notes_title, page.language),))
    for note in page.footnotes:
        _paragraph(
            word, "MinutesNote", (Run(note.mark, page.language, "mark"), Run(" ", page.language), *note.runs)
        )
    saved = io.BytesIO()
    word.save(saved)
    title = f"{page.symbol} · {plain(page.title[:-1])}"
    return repackaged(saved.getvalue(), title=title, language=_LOCALES.get(page.language, page.language)), ()


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _set_up_sheet(word: WordDocument, page: Page) -> None:
    """A4, the reference and the kind of paper above each page, what it is not and the page number below."""
    section = word.sections[0]
    for attribute in [name for name in section._sectPr.attrib if "rsid" in name]:
        del section._sectPr.attrib[attribute]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    header = section.header.paragraphs[0]
    _set_style(header, "Header")
    _add_runs(header, (Run(f"{page.symbol}\t{page.banner}\t{page.kind}", page.language),))
    footer = section.footer.paragraphs[0]
    _set_style(footer, "Footer")
    _add_runs(footer, (Run(f"{page.symbol}\t{page.not_a_un_document}\t", page.language),))
    before, _, rest = page.page_number.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        _add_runs(footer, (Run(text, page.language),))
        if field:
            footer._p.append(_field(field))


def _field(instruction: str) -> BaseOxmlElement:
    field = _element("w:fldSimple", instr=instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field


def _paragraph(word: WordDocument, style: str, line: Line) -> WordParagraph:
    paragraph = word.add_paragraph()
    _set_style(paragraph, style)
    _add_runs(paragraph, line)
    return paragraph


def _set_style(paragraph: WordParagraph, style: str) -> None:
    # By identifier: the styles are put into the file when it is packed, and python-docx does not know them.
    paragraph._p.get_or_add_pPr().style = style


def _add_runs(paragraph: WordParagraph, line: Line) -> None:
    for run in line:
        added = paragraph.add_run(run.text)
        properties = added._r.get_or_add_rPr()
        if run.style == "strong":
            added.bold = True
            properties.append(OxmlElement("w:bCs"))
        if run.style == "mark":
            added.font.superscript = True
        if run.style == "code":
            added.font.name = "Courier New"
            added.font.size = Cm(0.28)
        _set_language(properties, run.language)


def _set_language(properties: BaseOxmlElement, language: str) -> None:
    """The language of a run, with the face and the direction that go with it."""
    locale = _LOCALES.get(language, language)
    if not locale:
        return
    if language in _EAST_ASIAN_FACES:
        # The hint gives quotation marks and dashes the full-width form they have in East Asian text.
        fonts = properties.find(qn("w:rFonts"))
        if fonts is None:
            fonts = OxmlElement("w:rFonts")
            properties.insert(0, fonts)
        fonts.set(qn("w:eastAsia"), _EAST_ASIAN_FACES[language])
        fonts.set(qn("w:hint"), "eastAsia")
        properties.append(_element("w:lang", val=locale, eastAsia=locale))
    elif direction_of(language) == "rtl":
        properties.append(OxmlElement("w:rtl"))
        properties.append(_element("w:lang", bidi=locale))
    else:
        properties.append(_element("w:lang", val=locale))


def _masthead(word: WordDocument, page: Page) -> None:
    table = _table(word, "MinutesMastheadTable", rows=1, widths=[_TEXT_WIDTH // 2] * 2)
    for cell, lines in zip(table.rows[0].cells, (page.masthead.start, page.masthead.end), strict=True):
        for index, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            _set_style(paragraph, "MinutesMasthead")
            _add_runs(paragraph, line)
            if lines is page.masthead.end:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_apart(heading: WordParagraph, language: str) -> None:
    """The lowest headings: italic, and bold where a script has no italics."""
    for run in heading.runs:
        if language in _EAST_ASIAN_FACES:
            run.bold = True
        else:
            run.italic = True


def _block(word: WordDocument, block: Block, language: str) -> None:
    if isinstance(block, Heading):
        between = ("  " if block.annex else "\t") if block.numeral else ""
        numeral = Run(f"{block.numeral}{between}", language)
        heading = _paragraph(word, f"Heading{block.level}", (numeral, *block.runs))
        if block.level == 3:
            _set_apart(heading, language)
    elif isinstance(block, Paragraph):
        for index, part in enumerate(block.parts):
            follows = block.parts[index + 1] if index + 1 < len(block.parts) else None
            leads_in = follows is not None and follows.kind in ("claim", "quotation")
            _part(word, part, number=block.number if index == 0 else None, leads_in=leads_in)
    elif isinstance(block, Table):
        _filled_table(word, block)
    else:
        _notice(word, block)


def _part(word: WordDocument, part: Part, *, number: int | None, leads_in: bool) -> None:
    if part.kind in ("claim", "quotation"):
        _quotation(word, part)
        return
    language = part.runs[0].language
    if number is not None:
        paragraph = _paragraph(word, "MinutesParagraph", (Run(f"{number}.\t", language), *part.runs))
    elif part.label:
        paragraph = _paragraph(word, "MinutesItem", (Run(f"{part.label}\t", language), *part.runs))
    else:
        paragraph = _paragraph(word, "MinutesText", part.runs)
    if leads_in:
        paragraph.paragraph_format.keep_with_next = True


def _quotation(word: WordDocument, part: Part) -> None:
    style = "MinutesClaim" if part.kind == "claim" else "MinutesQuotation"
    paragraph = _paragraph(word, style, part.runs)
    properties = paragraph._p.get_or_add_pPr()
    indent = _QUOTATION_INDENT_TWIPS + (_INSET_TWIPS if part.inset else 0)
    if part.runs and direction_of(part.runs[0].language) == "rtl":
        _set_right_to_left(properties, part.kind, indent)
    elif part.inset:
        properties.append(_element("w:ind", left=str(indent)))


def _set_right_to_left(properties: BaseOxmlElement, kind: str, indent: int) -> None:
    """A right-to-left paragraph: its rule stands on the right, its indentation on the left."""
    border = OxmlElement("w:pBdr")
    border.append(_element("w:left", val="nil"))
    size, color = ("12", "404040") if kind == "claim" else ("4", "909090")
    border.append(_element("w:right", val="single", sz=size, space="8", color=color))
    properties.append(border)
    properties.append(OxmlElement("w:bidi"))
    # In a right-to-left paragraph “right” is the end of the line, which is on the left.
    properties.append(_element("w:ind", left="170", right=str(indent)))


def _notice(word: WordDocument, notice: Notice) -> None:
    for part in notice.parts:
        label = (Run(f"{part.label} ", part.runs[0].language),) if part.label else ()
        _paragraph(word, "MinutesNotice", (*label, *part.runs))


def _table(word: WordDocument, style: str, *, rows: int, widths: Sequence[int]) -> WordTable:
    table: WordTable = word.add_table(rows=rows, cols=len(widths))
    table._tbl.tblPr.style = style
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def _column_widths(table: Table) -> list[int]:
    """Narrow columns for numbers; the others share the rest, the first getting half a share."""
    numbers = len(table.header) - table.numeric_from
    shares = 2 * table.numeric_from - 1
    left = (_TEXT_WIDTH - numbers * _NUMBER_WIDTH) // shares
    return [left, *[2 * left] * (table.numeric_from - 1), *[_NUMBER_WIDTH] * numbers]


def _filled_table(word: WordDocument, table: Table) -> None:
    _paragraph(word, "Caption", table.caption)
    rows = (table.header, *table.rows)
    drawn = _table(word, "MinutesTable", rows=len(rows), widths=_column_widths(table))
    for index, (row, cells) in enumerate(zip(drawn.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if index == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, line) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            _set_style(paragraph, "MinutesCell")
            _add_runs(paragraph, line)
            if column >= table.numeric_from:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
