"""PDF, tagged for screen readers (PDF/UA-1), set by Typst from a template that receives all text as data."""

import json
import re
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from dialogue.minutes import fonts
from dialogue.minutes.blocks import Page, plain
from dialogue.minutes.document import Document
from dialogue.minutes.exceptions import RenderingFailed
from dialogue.minutes.texts import direction_of

NOT_TAGGED = (
    "No font has some of the characters, so the file could not be checked for accessibility (PDF/UA-1)."
)
REPLACED = "Some characters could not be set and are shown as □."

_BEYOND_ALL_FONTS = re.compile(r"[^\u0000-\u06ff\u1e00-\u22ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")


def set_page(document: Document, page: Page) -> tuple[bytes, tuple[str, ...]]:
    """The page as a PDF without author or date.

    A character that no font has breaks PDF/UA-1 but not the file: it is set without that promise, and a note
    says so. Raises RenderingFailed where even that is not possible.
    """
    data = json.dumps(_plain_page(page), ensure_ascii=False)
    try:
        return _compile(data, accessible=True), ()
    except typst.TypstError:
        pass
    try:
        return _compile(data, accessible=False), (NOT_TAGGED,)
    except typst.TypstError:
        pass
    try:
        return _compile(_BEYOND_ALL_FONTS.sub("□", data), accessible=False), (NOT_TAGGED, REPLACED)
    except typst.TypstError as error:
        raise RenderingFailed("The PDF of these minutes could not be set.") from error


def _compile(data: str, *, accessible: bool) -> bytes:
    template = files("dialogue.minutes.renderers").joinpath("minutes.typ").read_bytes()
    content: bytes = typst.compile(  # type: ignore[misc]
        template,
        font_paths=[Path(folder) for folder in fonts.paths()],
        ignore_system_fonts=True,
        sys_inputs={"page": data},
        pdf_standards=["ua-1"] if accessible else [],
    )
    return content


def _plain_page(page: Page) -> dict[str, Any]:
    """The page as JSON values, with types, directions and the place of each note."""
    laid_out = asdict(page)
    laid_out["plain_title"] = f"{page.symbol} · {plain(page.title[:-1])}"
    notes = {note["mark"]: note["runs"] for note in laid_out["footnotes"]}
    for block, plain_block in zip(page.blocks, laid_out["blocks"], strict=True):
        plain_block["type"] = type(block).__name__.lower()
        for part in plain_block.get("parts", []):
            part["direction"] = direction_of(part["runs"][0]["language"]) if part["runs"] else "auto"
    for run in _runs(laid_out):
        # The first mark carries the note itself; a camp that shares the note repeats the mark only.
        run["note"] = notes.pop(run["text"], None) if run["style"] == "mark" else None
    return laid_out


def _runs(value: Any) -> list[dict[str, Any]]:
    """Every run in a plain page, in order."""
    if isinstance(value, dict):
        return [value] if "style" in value else [run for item in value.values() for run in _runs(item)]
    if isinstance(value, list | tuple):
        return [run for item in value for run in _runs(item)]
    return []
