"""The commands that prepare an installation, and the line that is printed when they cannot."""

import os
import socket
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from dialogue.management.commands import demo


def write_translation(folder: Path, sentence: str) -> Path:
    source = folder / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Workshop", msgstr=sentence))
    catalogue.append(polib.POEntry(msgid="Camp", msgstr="guess", flags=["fuzzy"]))
    catalogue.save(str(source))
    return source


def test_translations_are_compiled_once_and_again_when_they_change(tmp_path: Path, settings: Any) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    settings.BASE_DIR = tmp_path
    source = write_translation(tmp_path, "研讨会")
    compiled = source.with_suffix(".mo")

    call_command("compile_translations", verbosity=0)
    first = [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(compiled))]
    written = compiled.stat().st_mtime_ns
    call_command("compile_translations", verbosity=0)
    unchanged = compiled.stat().st_mtime_ns
    write_translation(tmp_path, "会议")
    os.utime(source, ns=(written + 1, written + 1))
    call_command("compile_translations", verbosity=0)

    assert first == [("Workshop", "研讨会")]
    assert unchanged == written
    assert polib.mofile(str(compiled))[0].msgstr == "会议"


def test_demonstration_is_refused_where_real_people_talk(settings: Any) -> None:
    settings.BRIDGE_DEMO = False

    with pytest.raises(CommandError, match="^This is the demonstration’s command: run `make demo`"):
        call_command("demo")


def test_demonstration_names_a_port_that_is_taken(settings: Any, tmp_path: Path) -> None:
    settings.BRIDGE_DEMO = True
    settings.DATA_DIR = tmp_path
    with socket.socket() as taken:
        taken.bind((demo.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"^Port {port} is already in use.*make demo PORT={port + 1}$"):
            call_command("demo", port=port)


def test_second_demonstration_of_a_folder_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.BRIDGE_DEMO = True
    settings.DATA_DIR = tmp_path
    held = demo.hold_alone(tmp_path / "demo.lock")

    with pytest.raises(CommandError, match="^The demonstration of this folder is already running"):
        call_command("demo")
    os.close(held)
