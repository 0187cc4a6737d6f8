"""Fixtures everybody uses."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from dialogue.models import Participant, User, Workshop
from dialogue.services.demonstration import create_demo
from tests.cast import Cast, assemble
from tests.copies import Copy


@pytest.fixture(scope="session")
def copy_of_the_cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Copy[Cast]:
    with django_db_blocker.unblock():
        return Copy(assemble)


@pytest.fixture
def cast(copy_of_the_cast: Copy[Cast], db: None) -> Cast:
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
