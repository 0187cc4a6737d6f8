"""What the documentation says is there: links, commands, variables, and every sentence in both languages."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("dialogue/*/README.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#]+)(?:#[^)]*)?\)")
FIELD = re.compile(r"%\((\w+)\)[sd]")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    targets = LINK.findall(paper.read_text())

    dead = [target for target in targets if not (paper.parent / target.strip()).exists()]

    assert dead == []


def test_every_make_command_is_a_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = {
        command for paper in PAPERS for command in re.findall(r"`?\bmake ([a-z][a-z-]+)`", paper.read_text())
    }

    assert told - targets == set()


def test_the_example_tells_every_variable_that_is_read_and_no_other() -> None:
    settings = (ROOT / "bridgebuilders" / "settings.py").read_text()
    plain = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    secret = set(re.findall(r'secret\(\s*"([A-Z_]+)"', settings))
    example = (ROOT / ".env.example").read_text()
    told = set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", example, re.MULTILINE))
    also_as_file = {f"{name}_FILE" for name in secret}

    assert secret == {"SECRET_KEY", "DJANGO_SECRET_KEY", "DATABASE_PASSWORD", "REDIS_PASSWORD", "EMAIL_URL"}
    assert told - also_as_file == plain | secret | {"PORT"}
    assert told & also_as_file == also_as_file - {"DJANGO_SECRET_KEY_FILE"}


@pytest.fixture(scope="module")
def chinese() -> polib.POFile:
    return polib.pofile(str(ROOT / "dialogue/locale/zh_Hans/LC_MESSAGES/django.po"))


def test_every_sentence_is_translated(chinese: polib.POFile) -> None:
    missing = [entry.msgid for entry in chinese if not entry.translated()]

    assert missing == []


def test_translations_keep_their_fields(chinese: polib.POFile) -> None:
    broken = []
    for entry in chinese:
        told = set(FIELD.findall(entry.msgid)) | set(FIELD.findall(entry.msgid_plural or ""))
        words = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
        if not set(FIELD.findall(words)) <= told or told - set(FIELD.findall(words)) - {"count"}:
            broken.append(entry.msgid)

    assert broken == []


def test_every_sentence_of_code_and_templates_is_in_the_catalogue_of_translations(
    chinese: polib.POFile,
) -> None:
    known = {entry.msgid for entry in chinese}
    plain = re.compile(r"""{% translate "([^"]+)"(?: as \w+)? %}""")
    used = {
        sentence
        for template in (ROOT / "templates").rglob("*.html")
        for sentence in plain.findall(template.read_text())
    }

    assert sorted(used - known) == []
