"""Help is for everybody."""

import pytest
from django.test import Client

from dialogue.views.help import PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["", *(f"{page}/" for page in PAGES)])
def test_help_is_readable_without_an_account(client: Client, page: str) -> None:
    response = client.get(f"/help/{page}")

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_index_of_help_leads_to_every_page(client: Client) -> None:
    index = client.get("/help/").content.decode()

    assert [page for page in PAGES if f'href="/help/{page}/"' not in index] == []


def test_page_of_help_that_does_not_exist_is_not_there(client: Client) -> None:
    assert client.get("/help/index/").status_code == 404
