"""HTML: one file that needs nothing else, without script, and prints on A4."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from dialogue.minutes.blocks import Block, Heading, Line, Page, Paragraph, Part, Run, Table, plain
from dialogue.minutes.document import Document
from dialogue.minutes.texts import direction_of

_TAGS = {"strong": "strong", "code": "code", "mark": "sup"}


def set_page(document: Document, page: Page) -> tuple[bytes, tuple[str, ...]]:
    """The page as an HTML document with its own small style sheet."""
    style = files("dialogue.minutes.renderers").joinpath("minutes.css").read_text(encoding="utf-8")
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{page.language}" dir="{page.direction}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(page.symbol)} · {escape(plain(page.title[:-1]))}</title>",
        f"<style>\n{style}</style>",
        "</head>",
        "<body>",
        "<main>",
        *_head(page),
        *_body(page.blocks),
        *_footnotes(page),
        "</main>",
        f"<footer>{escape(page.symbol)} · {escape(page.not_a_un_document)}</footer>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode(), ()


def _run(run: Run) -> str:
    text = escape(run.text)
    tag = _TAGS.get(run.style)
    inner = f"<{tag}>{text}</{tag}>" if tag else text
    if not run.quoted:
        return inner
    return f'<bdi lang="{escape(run.language)}" dir="{direction_of(run.language)}">{inner}</bdi>'


def _line(line: Line) -> str:
    return "".join(_run(run) for run in line)


def _head(page: Page) -> Iterator[str]:
    if page.banner:
        yield f'<p class="banner">{escape(page.banner)}</p>'
    yield '<header class="masthead">'
    for side, lines in (("start", page.masthead.start), ("end", page.masthead.end)):
        yield f'<div class="{side}">'
        yield from (f"<p>{_line(line)}</p>" for line in lines)
        yield "</div>"
    yield "</header>"
    yield f"<h1>{_line(page.title)}</h1>"
    if page.subtitle:
        yield f'<p class="subtitle">{_line(page.subtitle)}</p>'


def _body(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            tag = f"h{block.level + 1}"
            kind = ' class="annex"' if block.annex else ""
            numeral = f'<span class="numeral">{escape(block.numeral)}</span>'
            yield f"<{tag}{kind}>{numeral} <span>{_line(block.runs)}</span></{tag}>"
        elif isinstance(block, Paragraph):
            yield f'<section class="paragraph" id="paragraph-{block.number}">'
            yield f'<span class="number">{block.number}.</span>'
            yield "<div>"
            yield from (_part(part) for part in block.parts)
            yield "</div>"
            yield "</section>"
        elif isinstance(block, Table):
            yield from _table(block)
        else:
            yield f'<aside class="notice {block.kind}">'
            yield from (_part(part) for part in block.parts)
            yield "</aside>"


def _part(part: Part) -> str:
    inset = " inset" if part.inset else ""
    if part.kind in ("claim", "quotation"):
        language = part.runs[0].language if part.runs else ""
        text = escape("".join(run.text for run in part.runs))
        direction = direction_of(language)
        attributes = f'class="{part.kind}{inset}" lang="{escape(language)}" dir="{direction}"'
        return f"<blockquote {attributes}>{text}</blockquote>"
    if part.label:
        label = f'<span class="label">{escape(part.label)}</span>'
        return f'<p class="item">{label} <span>{_line(part.runs)}</span></p>'
    return f"<p>{_line(part.runs)}</p>"


def _table(table: Table) -> Iterator[str]:
    yield '<div class="table">'
    yield "<table>"
    yield f"<caption>{_line(table.caption)}</caption>"
    header = "".join(
        f'<th scope="col"{_numeric(table, at)}>{_line(cell)}</th>' for at, cell in enumerate(table.header)
    )
    yield f"<thead><tr>{header}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        cells = "".join(f"<td{_numeric(table, at)}>{_line(cell)}</td>" for at, cell in enumerate(row))
        yield f"<tr>{cells}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _numeric(table: Table, column: int) -> str:
    return ' class="number"' if column >= table.numeric_from else ""


def _footnotes(page: Page) -> Iterator[str]:
    if page.footnotes:
        yield f'<aside class="footnotes" aria-label="{escape(page.notes_title)}">'
        yield from (f"<p><sup>{escape(note.mark)}</sup> {_line(note.runs)}</p>" for note in page.footnotes)
        yield "</aside>"
