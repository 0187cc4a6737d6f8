"""The sample in Markdown, word for word. With BRIDGE_WRITE_GOLDEN=1 the files are written anew."""

import os
from pathlib import Path

import pytest

from dialogue import minutes
from tests.minutes import sample

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", minutes.LANGUAGES)
def test_sample_reads_as_agreed(language: str) -> None:
    path = GOLDEN / f"sample.{language}.md"
    content = minutes.render(sample.document(), "markdown", language).content
    if os.environ.get("BRIDGE_WRITE_GOLDEN"):
        path.write_bytes(content)

    assert content.decode() == path.read_text(encoding="utf-8")
