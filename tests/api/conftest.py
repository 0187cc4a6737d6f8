"""Fixtures of the API's tests."""

from typing import Any

import pytest

from tests.api.asking import Ask, Send, ask_as, send_as
from tests.api.scene import Scene, set_up
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_up(cast)


@pytest.fixture
def ask(client_of: Any) -> Ask:
    """Ask as somebody: `ask(person, "/threads/", workshop=…)` gives the response."""
    return ask_as(client_of)


@pytest.fixture
def send(client_of: Any) -> Send:
    """Act as somebody: `send(person, "/positions/", {…})` gives the response."""
    return send_as(client_of)
