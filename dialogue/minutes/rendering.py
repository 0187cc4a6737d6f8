"""One door to all formats: a stored document in, the bytes of a file out."""

from dataclasses import dataclass

from dialogue.minutes.document import Document
from dialogue.minutes.exceptions import UnknownFormat
from dialogue.minutes.layout import lay_out
from dialogue.minutes.renderers import RENDERERS


@dataclass(frozen=True)
class Rendered:
    """A file. `notes` are sentences for whoever asked for it, such as characters no font could show."""

    content: bytes
    media_type: str
    filename_extension: str
    notes: tuple[str, ...] = ()


def render(document: Document, file_format: str, language: str) -> Rendered:
    """The file of a numbered document in one of RENDERERS and one of LANGUAGES.

    The same document, format and language give the same bytes, wherever and whenever they are rendered.
    Raises UnknownFormat or UnknownLanguage, naming the choices; RenderingFailed where a file cannot be set.
    """
    if file_format not in RENDERERS:
        raise UnknownFormat(f"There is no format “{file_format}”. Choose one of: {', '.join(RENDERERS)}.")
    renderer = RENDERERS[file_format]
    content, notes = renderer.set_page(document, lay_out(document, language))
    return Rendered(content, renderer.media_type, renderer.filename_extension, notes)
