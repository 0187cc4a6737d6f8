"""A conversation carried in from its files: every page, for its organiser and for somebody of a camp."""

import re
from pathlib import Path
from random import Random

import pytest

from dialogue.convergence.files import (
    Camps,
    ConversationExport,
    ExportedStatement,
    ExportedVotes,
    write_polis,
)
from tests.browser.conftest import Opener
from tests.browser.pages import reachable
from tests.browser.test_every_page import faults_of, file_name
from tests.server import Demonstration

PEOPLE, STATEMENTS = 60, 30
DOOR = re.compile(r"^  (?P<who>.*), .*: (?P<path>/enter/\S+)$", re.MULTILINE)
LONG = "Everybody who drives should say beforehand where he or she goes, and at what price. " * 5
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3


def lay_out(path: Path) -> Path:
    """Two groups that answer differently, texts of every length, and many more of them than fit on a page."""
    chance = Random(30)
    texts = [LONG, UNBROKEN, "Yes.", "應該讓大家都能看見價格。" * 20]
    texts += [f"Rule {number}." for number in range(len(texts), STATEMENTS)]
    votes = [
        (person, statement, 1 if chance.random() < (0.9, 0.3)[statement % (2 + person % 2) == 0] else -1)
        for person in range(PEOPLE)
        for statement in range(STATEMENTS)
        if chance.random() < 0.8
    ]
    export = ConversationExport.of(
        [ExportedStatement(number, text, author=number % PEOPLE) for number, text in enumerate(texts)],
        ExportedVotes.of(votes),
        groups=Camps(("0", "1"), {person: str(person % 2) for person in range(PEOPLE)}),
        topic="Who may carry whom?",
        url="https://example.org/a/very/long/address/that/nobody/would/ever/type/by/hand/" + "x" * 60,
        description="A town that never was.",
    )
    write_polis(export, path)
    return path


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_a_conversation_carried_in(
    own_demonstration: Demonstration, enter_own: Opener, tmp_path: Path, width: int
) -> None:
    told = own_demonstration.manage(
        "import_polis", str(lay_out(tmp_path / "files")), "--workshop", "A town", "--camps", "polis-groups"
    )
    doors = {found["who"]: found["path"] for found in DOOR.finditer(told)}
    assert list(doors) == ["organiser, moderator", "Group A", "Group B"]
    faults: list[str] = []

    for who in ("organiser, moderator", "Group A"):
        page = enter_own(width=width)
        page.goto(doors[who])
        start = re.sub(r"^https?://[^/]+", "", page.url)
        for kind, addresses in sorted(reachable(page.context.request, start).items()):
            faults += faults_of(page, next(iter(addresses)), file_name(kind, "carried", who[:5], width))

    assert faults == []
