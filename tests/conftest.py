"""Fixtures everybody uses."""

from collections.abc import Callable

import pytest
from django.test import Client

from dialogue.models import Participant, User
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def client_of() -> Callable[[Participant | User], Client]:
    """A client in which this person is signed in."""

    def sign_in(person: Participant | User) -> Client:
        client = Client()
        client.force_login(person.user if isinstance(person, Participant) else person)
        return client

    return sign_in
