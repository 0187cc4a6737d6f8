"""Sign-in by a one-time code, as somebody types it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@example.org", "unknown@example.org"


@pytest.fixture(autouse=True)
def account() -> None:
    get_user_model().objects.create_user(KNOWN)


def ask(client: Client, email: str) -> str:
    """Asks for a code and returns the one that was sent, or nothing."""
    client.post("/sign-in/", {"email": email})
    codes = re.findall(r"^\d+$", str(mail.outbox[-1].body), re.MULTILINE) if mail.outbox else []
    return codes[0] if codes else ""


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_code_signs_in_and_sign_out_ends_it(client: Client) -> None:
    code = ask(client, KNOWN)
    entered = client.post("/sign-in/code/", {"code": code})
    was_signed_in = is_signed_in(client)
    left = client.post("/sign-out/")

    assert re.fullmatch(r"\d{6}", code)
    assert (entered.status_code, entered.headers["Location"]) == (302, "/")
    assert was_signed_in
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(client)


def test_code_with_spaces_and_an_address_in_capitals_sign_in(client: Client) -> None:
    code = ask(client, KNOWN.upper())

    client.post("/sign-in/code/", {"code": f" {code[:3]} {code[3:]} "})

    assert is_signed_in(client)


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client: Client) -> None:
    client.post("/sign-in/?next=/language/", {"email": KNOWN, "next": "/robots.txt"})
    code = re.findall(r"^\d{6}$", str(mail.outbox[-1].body), re.MULTILINE)[0]

    entered = client.post("/sign-in/code/", {"code": code, "next": "/robots.txt"})
    elsewhere = Client()
    code = ask(elsewhere, KNOWN)
    lured = elsewhere.post("/sign-in/code/", {"code": code, "next": "https://elsewhere.example/"})

    assert entered.headers["Location"] == "/robots.txt"
    assert lured.headers["Location"] == "/"


def test_signing_out_by_a_link_only_asks(client: Client) -> None:
    client.force_login(get_user_model().objects.get())

    response = client.get("/sign-out/")

    assert response.status_code == 200
    assert is_signed_in(client)


def test_wrong_code_is_refused_in_a_sentence_and_three_end_the_attempt(client: Client) -> None:
    code = ask(client, KNOWN)
    wrong = str((int(code) + 1) % 1_000_000).zfill(6)

    first = client.post("/sign-in/code/", {"code": wrong})
    client.post("/sign-in/code/", {"code": wrong})
    third = client.post("/sign-in/code/", {"code": wrong})
    client.post("/sign-in/code/", {"code": code})

    assert "This is not the code we sent." in first.content.decode()
    assert third.headers["Location"] == "/sign-in/"
    assert not is_signed_in(client)


def test_code_is_worthless_after_ten_minutes(client: Client) -> None:
    code = ask(client, KNOWN)

    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        client.post("/sign-in/code/", {"code": code})

    assert not is_signed_in(client)


def test_code_is_worthless_in_another_browser(client: Client) -> None:
    code = ask(client, KNOWN)

    stranger = Client()
    stranger.post("/sign-in/code/", {"code": code})

    assert not is_signed_in(stranger)


def test_known_and_unknown_address_get_the_same_answer() -> None:
    def answers(email: str) -> list[tuple[int, dict[str, str], str]]:
        client = Client()
        told = [client.post("/sign-in/", {"email": email}), client.get("/sign-in/code/")]
        told.append(client.post("/sign-in/code/", {"code": "wrong"}))
        changing = {"X-Request-Id", "Content-Length", "Expires"}  # the last is the second on the clock
        return [
            (
                one.status_code,
                {name: value for name, value in one.headers.items() if name not in changing},
                re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", one.content.decode()).replace(
                    email, "…"
                ),
            )
            for one in told
        ]

    assert answers(KNOWN) == answers(UNKNOWN)
    assert [letter.to for letter in mail.outbox] == [[KNOWN], [UNKNOWN]]


def test_letters_are_constant_and_carry_nothing_but_the_code(client: Client) -> None:
    code = ask(client, KNOWN)
    ask(Client(), UNKNOWN)

    known, unknown = mail.outbox
    assert known.subject == unknown.subject == "Your sign-in code"
    assert str(known.body).replace(code, "123456") == (
        "This is your code to sign in:\n\n123456\n\n"
        "Type it on the page where you asked for it. It is valid for ten minutes.\n\n"
        "If you did not ask for it, you need not do anything: "
        "nobody can sign in without this code. Never pass it on."
    )
    assert "@" not in str(unknown.body)


def test_closed_account_gets_no_code(client: Client) -> None:
    get_user_model().objects.update(is_active=False)

    assert ask(client, KNOWN) == ""


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("", "Please enter your e-mail address."), ("nonsense", "This does not look like an e-mail address.")],
)
def test_unusable_address_is_explained(client: Client, email: str, sentence: str) -> None:
    page = client.post("/sign-in/", {"email": email}).content.decode()

    assert sentence in page
    assert f'value="{email}"' in page


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_names_that_the_library_needs_lead_to_the_one_entrance(client: Client, address: str) -> None:
    assert client.get(f"{address}?next=/robots.txt").headers["Location"] == "/sign-in/?next=/robots.txt"


def test_place_of_the_code_is_told_in_the_demonstration_alone(client: Client, settings: object) -> None:
    sentence = "In the demonstration it is printed where you started it."

    usual = client.get("/sign-in/").content.decode()
    settings.BRIDGE_DEMO = True  # type: ignore[attr-defined]
    demonstration = client.get("/sign-in/").content.decode()

    assert sentence not in usual
    assert sentence in demonstration
