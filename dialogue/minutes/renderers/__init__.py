"""The formats: one small module each, and this one dict of them."""

from collections.abc import Callable
from dataclasses import dataclass

from dialogue.minutes.blocks import Page
from dialogue.minutes.document import Document
from dialogue.minutes.renderers import html, json, markdown, pdf


@dataclass(frozen=True)
class Renderer:
    """A format. `set_page` turns a page into bytes and notes; only JSON looks at the document itself."""

    set_page: Callable[[Document, Page], tuple[bytes, tuple[str, ...]]]
    media_type: str
    filename_extension: str


def _docx(document: Document, page: Page) -> tuple[bytes, tuple[str, ...]]:
    # Loaded for the first such file: a tenth of every start of a process would be for it alone.
    from dialogue.minutes.renderers import docx

    return docx.set_page(document, page)


RENDERERS: dict[str, Renderer] = {
    "markdown": Renderer(markdown.set_page, "text/markdown; charset=utf-8", "md"),
    "json": Renderer(json.set_page, "application/json", "json"),
    "html": Renderer(html.set_page, "text/html; charset=utf-8", "html"),
    "docx": Renderer(
        _docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"
    ),
    "pdf": Renderer(pdf.set_page, "application/pdf", "pdf"),
}
