"""The programs printed in `docs/api.md`, run as they stand there against a real server."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.journeys.people import Person
from tests.server import ROOT, Demonstration

pytestmark = pytest.mark.xdist_group("demonstration")

GUIDE = (ROOT / "docs" / "api.md").read_text()
SECONDS = 120


def program(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return str(found)


def token_of(person: Person) -> str:
    """A token, made on the page as its holder makes it; it is shown there once."""
    workshop = person.get("/api/v1/workshops/").json()["results"][0]["id"]
    page = person.send(f"/workshops/{workshop}/programs/", name="The guide", reach="write", days="1")
    shown = re.search(r"bb_[A-Za-z0-9_-]{40,}", page.text)
    assert shown is not None, page.text
    return shown[0]


def run(*words: str, person: Person) -> list[str]:
    environment = {"PATH": os.environ["PATH"], "BRIDGE": person.address, "TOKEN": token_of(person)}
    done = subprocess.run(
        words, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout.splitlines()


def test_python_program_posts_revises_and_meets_a_newer_version(demonstration: Demonstration) -> None:
    person = Person(demonstration, "abolitionist")

    said = run(sys.executable, "-c", program("python"), person=person)

    assert said == [
        'revised: 200 "2"',
        "with the old version: 412 edited_meanwhile",
        "mine is there: 1",
    ]


def test_shell_program_repeats_itself_without_effect(demonstration: Demonstration) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed: apt install curl")
    person = Person(demonstration, "deterrence")

    first, again = run("sh", "-c", program("sh"), person=person)

    assert first == again
    assert person.get(first).json()["claim"]["text"] == "Say it once."
