"""Fixtures everybody uses."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from dialogue.models import Participant, Position, User, Workshop
from dialogue.services.demonstration import create_demo
from tests.cast import Cast, assemble
from tests.copies import Copy
from tests.opposed import divide

MADE_IN_ONE_PROCESS = ("copy_of_the_demonstration", "copy_of_the_opposed")
"""What takes so long to make that all who share it stay in one of the processes that run tests."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for name in MADE_IN_ONE_PROCESS:
            if name in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(scope="session")
def copy_of_the_cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Copy[Cast]:
    with django_db_blocker.unblock():
        return Copy(assemble)


@pytest.fixture(scope="session")
def copy_of_the_opposed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Copy[tuple[Cast, list[Position]]]:
    def make() -> tuple[Cast, list[Position]]:
        cast = assemble()
        return cast, divide(cast)

    with django_db_blocker.unblock():
        return Copy(make)


@pytest.fixture
def cast_that_answered(
    copy_of_the_opposed: Copy[tuple[Cast, list[Position]]], db: None
) -> tuple[Cast, list[Position]]:
    return copy_of_the_opposed.put_back()


@pytest.fixture
def opposed(cast_that_answered: tuple[Cast, list[Position]]) -> list[Position]:
    """Eight proposals, answered by eight and eight of `cast` who disagree on six of them."""
    return cast_that_answered[1]


@pytest.fixture
def cast(request: pytest.FixtureRequest, copy_of_the_cast: Copy[Cast], db: None) -> Cast:
    if "opposed" in request.fixturenames:
        answered: tuple[Cast, list[Position]] = request.getfixturevalue("cast_that_answered")
        return answered[0]
    return copy_of_the_cast.put_back()


@pytest.fixture(scope="session")
def copy_of_the_demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Copy[Workshop]:
    with django_db_blocker.unblock():
        return Copy(create_demo)


@pytest.fixture
def client_of() -> Callable[[Participant | User], Client]:
    """A client in which this person is signed in."""

    def sign_in(person: Participant | User) -> Client:
        client = Client()
        client.force_login(person.user if isinstance(person, Participant) else person)
        return client

    return sign_in
