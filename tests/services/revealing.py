"""Everything a file may hold, decoded: what a curious reader with tools would find in it."""

import html
import io
import json
import re
import subprocess
import zipfile
import zlib
from collections.abc import Iterator


def revealed_by(content: bytes, kind: str) -> list[bytes]:
    """The bytes of a file and every way in which they may be read."""
    return [content, *_READERS[kind](content)]


def markers_in(content: bytes, kind: str, markers: set[str]) -> set[str]:
    """Which of these texts a file holds, in any of its parts and in any encoding."""
    parts = [part.lower() for part in revealed_by(content, kind)]
    return {
        marker
        for marker in markers
        if any(
            marker.lower().encode(encoding) in part
            for encoding in ("utf-8", "utf-16-le", "utf-16-be")
            for part in parts
        )
    }


def _markdown(content: bytes) -> Iterator[bytes]:
    yield content.replace(b"\\", b"")


def _json(content: bytes) -> Iterator[bytes]:
    yield json.dumps(json.loads(content), ensure_ascii=False).encode()


def _html(content: bytes) -> Iterator[bytes]:
    yield html.unescape(content.decode()).encode()
    yield from _without_tags(content)


def _without_tags(content: bytes) -> Iterator[bytes]:
    yield html.unescape(re.sub(r"<[^>]*>", "", content.decode())).encode()


def _docx(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            part = archive.read(entry)
            yield part
            yield entry.filename.encode() + entry.comment + entry.extra
            yield "{}-{}-{} {:02}:{:02}:{:02}".format(*entry.date_time).encode()
            if entry.filename.endswith((".xml", ".rels")):
                yield from _without_tags(part)


def _pdf(content: bytes) -> Iterator[bytes]:
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(match[1])
        except zlib.error:
            yield match[1]
    text = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    yield subprocess.run(text, input=content, capture_output=True, check=True).stdout
    yield subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True).stdout


_READERS = {"markdown": _markdown, "json": _json, "html": _html, "docx": _docx, "pdf": _pdf}
