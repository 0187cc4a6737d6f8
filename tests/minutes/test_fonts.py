"""Where the fonts of the PDF come from."""

import os
from pathlib import Path

import pytest

from dialogue.minutes import fonts


def test_fonts_come_from_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(fonts.ENVIRONMENT_VARIABLE, raising=False)

    names = {path.name for folder in fonts.paths() for path in Path(folder).iterdir()}

    assert {"NotoSansCJK-Regular.ttc", "Amiri-Regular.ttf"} <= names
    assert any(name.startswith("NotoSans[") for name in names)


def test_environment_replaces_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fonts.ENVIRONMENT_VARIABLE, os.pathsep.join(["/fonts/one", "", "/fonts/two"]))

    assert fonts.paths() == ("/fonts/one", "/fonts/two")
