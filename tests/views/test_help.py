"""Help is for everybody."""

from fractions import Fraction

import pytest
from django.test import Client

from dialogue.convergence import Rule, majority_probability
from dialogue.convergence.gate import SHUFFLES
from dialogue.convergence.map import FEWEST_PARTICIPANTS, FEWEST_STATEMENTS
from dialogue.convergence.measures import UNCLEAR_SHARE
from dialogue.convergence.statements import DIVIDED_ABOVE, DIVIDED_BELOW
from dialogue.convergence.typical import LOTS, TYPICAL
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


def test_numbers_of_the_method_are_those_of_the_mathematics(client: Client) -> None:
    page = " ".join(client.get("/help/method/").content.decode().split())
    just_not_enough = float(majority_probability(4, 5) ** 2)

    for words in (
        f"Four of five in each camp give {just_not_enough:.3f}",
        f"shuffled {SHUFFLES} times",
        f"drawn by lot {LOTS} times",
        f"at least {TYPICAL * 100:.0f} % probable",
        f"at least {DIVIDED_ABOVE * 100:.0f} % probable and in another at most {DIVIDED_BELOW * 100:.0f} %",
        f"the bridge stands at {float(Rule().convergence_bridge) * 100:.0f} % or more",
    ):
        assert words in page
    assert just_not_enough < float(Rule().convergence_confidence)
    assert (12, 6, Fraction(2, 5)) == (FEWEST_PARTICIPANTS, FEWEST_STATEMENTS, UNCLEAR_SHARE)
    assert "it needs twelve people and six texts" in page
    assert "more than two in five of a camp pass" in page
