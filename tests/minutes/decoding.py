"""What a person reads in a rendered file, without markup: every format is held to the same text."""

import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator

import pytest

from dialogue import minutes

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext (package poppler-utils) to read the PDF back"
)
FORMATS = [pytest.param(name, marks=needs_pdftotext if name == "pdf" else ()) for name in minutes.RENDERERS]


def text_of(content: bytes, file_format: str) -> str:
    """The text of a file, all white space taken out: lines break differently in every format."""
    return squeezed(_DECODERS[file_format](content))


def squeezed(text: str) -> str:
    # Directional marks and the forms of Arabic letters are a matter of the reader of the PDF.
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+", "", text)


def _markdown(content: bytes) -> str:
    text = re.sub(r"\\\n", "\n", content.decode())
    text = re.sub(r"(?m)^ *>( |$)", "", text)
    text = re.sub(r"(?<!\\)\*\*", "", text)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def _json(content: bytes) -> str:
    return "".join(_texts(json.loads(content)["page"]))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and key in ("text", "banner"):
                yield item
            yield from _texts(item)


def _html(content: bytes) -> str:
    body = re.sub(r"(?s)<style>.*?</style>", "", content.decode())
    return html.unescape(re.sub(r"<[^>]*>", "", body))


def _docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if re.match(r"word/(document|header|footer)", name)]
        document = "".join(archive.read(name).decode() for name in names)
    return html.unescape(re.sub(r"<[^>]*>", "", document))


def _pdf(content: bytes) -> str:
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    first, *others = [page.strip().split("\n") for page in text.rstrip("\f").split("\f")]
    # Around a page break stand running lines and the footnote, in the midst of what goes on over it.
    lines = [*first[:-1], *(line for page in others for line in page[1:-1])]
    return "\n".join(line for line in lines if not re.match("1 (The terms|使用)", line))


_DECODERS = {"markdown": _markdown, "json": _json, "html": _html, "docx": _docx, "pdf": _pdf}
