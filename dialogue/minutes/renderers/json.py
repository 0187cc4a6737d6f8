"""JSON: the document as it is stored, and the page as every other format shows it."""

import json
from dataclasses import asdict

from dialogue.minutes.blocks import Page
from dialogue.minutes.document import Document, fingerprint


def set_page(document: Document, page: Page) -> tuple[bytes, tuple[str, ...]]:
    """One JSON object: `language`, `fingerprint` of the document, `document` and `page`.

    Each block of the page bears its `type`. `<` is written as an escape, so that the text may stand inside a
    page.
    """
    laid_out = asdict(page)
    for block, plain_block in zip(page.blocks, laid_out["blocks"], strict=True):
        plain_block["type"] = type(block).__name__.lower()
    content = {
        "language": page.language,
        "fingerprint": fingerprint(document),
        "document": document.to_dict(),
        "page": laid_out,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True).replace("<", "\\u003c")
    return f"{text}\n".encode(), ()
