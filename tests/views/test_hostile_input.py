"""Whatever is sent, and whoever sends it: an answer, never a fault of ours, and the protections around it."""

import re
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dialogue.enums import Attribution, JobKind, JobState
from dialogue.models import Edition, Job, Tagging, User
from dialogue.services.exports import ask_export
from dialogue.services.jobs import add_job
from dialogue.services.sessions import close_session, plan_session
from dialogue.services.tokens import create_token
from dialogue.services.webhooks import add_webhook
from dialogue.tasks import run_job
from tests.api.scene import set_up
from tests.cast import Cast, assemble

# As they travel in an address or in a form, so that what is no text at all can be sent too.
NASTY = (
    "%00", "%ED%A0%80", "%FF%FE", "%C2%B2", "%D9%A3", "-1", "9" * 40, "1e309", "NaN", "%E2%80%AE%E2%81%A6",
    "%3Cscript%3Ealert(1)%3C/script%3E", "%7B%7B%201%20%7D%7D%25%25", "..%2F..%2Fetc%2Fpasswd",
    "x%0D%0ASet-Cookie:%20a=b", "00000000-0000-4000-8000-000000000000", "a" * 9000, "", "%F0%9D%95%8F%CC%81",
)  # fmt: skip
QUERY = ("page", "since", "tag", "from", "language", "bank", "verify", "catalogue", "next", "workshop",
         "thread", "kind", "level", "points_of_convergence", "camp", "mine", "since", "limit", "cursor",
         "format", "at")  # fmt: skip
UNSAFE = ("post", "put", "patch", "delete", "options", "head", "trace")
FORM = "application/x-www-form-urlencoded"
SHOWS_A_SECRET = {"tokens", "webhooks", "webhook_rotate"}
PUBLIC_PREFIXES = ("static", "media")


class House:
    """Everything an address may name, the people who ask, and a valid form for each act."""

    def __init__(self, cast: Cast) -> None:
        scene = set_up(cast)
        close_session(by=cast.organiser, session=cast.session)
        planned = plan_session(by=cast.organiser)
        edition = Edition.objects.get(session=cast.session, attribution=Attribution.CAMP)
        export = ask_export(by=cast.chair, edition=edition, format="markdown", language="en")
        run_job(str(export.job_id))
        failed = ask_export(by=cast.chair, edition=edition, format="docx", language="en")
        stuck = add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=cast.workshop.pk)
        Job.objects.filter(pk__in=[failed.job_id, stuck.pk]).update(state=JobState.FAILED)
        operator = User.objects.create_user("operator@example.org", is_staff=True)
        self.cast = cast
        self.ids: dict[str, UUID] = {
            "workshop_id": cast.workshop.pk,
            "thread_id": cast.thread.pk,
            "position_id": scene.proposal.pk,
            "participant_id": cast.observer.pk,
            "tagging_id": Tagging.objects.get().pk,
            "finding_id": scene.signed.pk,
            "session_id": planned.pk,
            "edition_id": edition.pk,
            "export_id": export.pk,
            "token_id": create_token(by=cast.observer, name="A", may_write=False, days=1).row.pk,
            "webhook_id": add_webhook(by=cast.organiser, address="https://example.org/").row.pk,
        }
        self.ids_of_acts = {"export_again": {"export_id": failed.pk}, "job_again": {"job_id": stuck.pk}}
        version, ours = scene.proposal.current_version_id, scene.position.current_version_id
        finding = {"text": "Found.", "language": "en", "level": "open", "conditions": "If so.", "act": "sign",
                   "evidence": ours, "figures_of": version, "rests_on_one_camp": "on"}  # fmt: skip
        wording = {"claim": "Time helps.", "reasoning": "It does.", "language": "en", "step": "A table."}
        answer = {"stance": "object", "reason": "No.", "condition": "If.", "language": "en"}
        thread = {"title_en": "A", "title_zh": "甲", "prompt_en": "B", "prompt_zh": "乙", "camp": ""}
        camps = {
            f"camp_{camp}_{part}_en": part
            for camp in cast.camps
            for part in ("label", "plural", "definition", "footnote")
        }
        order = [str(each.pk) for each in cast.workshop.threads.order_by("order", "key")]
        self.acts: list[tuple[str, object, dict[str, object]]] = [
            ("position_post", cast.supporter, {**wording, "kind": "proposal", "part": "", "choice": ""}),
            ("respond", cast.supporter, {**answer, "version": version}),
            ("cosponsor_ask", cast.abolitionist, {"participant": cast.abolitionists[1].pk}),
            ("cosponsor_answer", cast.supporter, {"answer": "agree", "version": 1}),
            ("position_revise", cast.abolitionist, {**wording, "version": 1}),
            ("declare_camp", cast.abolitionist, {"camp": "neither"}),
            ("tag_set", cast.moderator, {"tag": Tagging.objects.get().tag_id}),
            ("codebook_add", cast.moderator, {"label": "Verification", "language": "en"}),
            ("finding_new", cast.chair, finding),
            ("finding_edit", cast.chair, {**finding, "expected_version": 2}),
            ("summary_edit", cast.rapporteur,
             {"text": "So.", "language": "en", "rests_on": ours, "expected_number": 1}),
            ("export_make", cast.observer, {"format": "html", "language": "en"}),
            ("export_again", cast.chair, {}),
            ("job_again", operator, {}),
            ("thread_edit", cast.organiser, {**thread, "expected_version": 1}),
            ("thread_reorder", cast.organiser,
             {"move": f"down:{cast.thread.pk}", "order": order, "place": "1"}),
            ("thread_add", cast.organiser, thread),
            ("session_plan", cast.organiser,
             {"title_en": "S", "title_zh": "会", "starts_on": "2031-03-04", "ends_on": "2031-03-05"}),
            ("participant_add", cast.organiser,
             {"email": "new@example.org", "name": "New", "role_label": "Z9", "roles": "voice"}),
            ("participant_roles", cast.organiser, {"roles": "observer"}),
            ("organise", cast.organiser, {"attribution": "none"}),
            ("create_workshop", cast.organiser,
             {"code": "next", "title_en": "T", "title_zh": "题", "purpose_en": "P", "purpose_zh": "旨",
              "place": "Here", "threads": "hq-a", "display": "camp", "attribution": "camp",
              "smallest_group": 4, "figure_style": "counts", **camps}),
            ("tokens", cast.supporter, {"name": "Reader", "reach": "write", "days": 7}),
            ("token_revoke", cast.observer, {}),
            ("webhooks", cast.organiser, {"address": "https://example.org/other"}),
            ("webhook_test", cast.organiser, {}),
            ("webhook_rotate", cast.organiser, {}),
            ("webhook_switch", cast.organiser, {"switch": "off"}),
            ("webhook_remove", cast.organiser, {}),
            ("tag_remove", cast.moderator, {}),
            ("position_withdraw", cast.abolitionist, {}),
            ("thread_phase", cast.organiser, {"phase": "closed"}),
            ("participant_remove", cast.organiser, {}),
            ("session_open", cast.chair, {}),
            ("session_close", cast.chair, {}),
        ]  # fmt: skip

    def address_of(self, name: str) -> str:
        """Where the form of this act is sent."""
        path = next(route.path for route in routes(get_resolver()) if route.name == name)
        query = "?catalogue=npt-2018" if name == "create_workshop" else ""
        return "/" + filled(path, {**self.ids, **self.ids_of_acts.get(name, {})}) + query

    def addresses(self) -> Iterator[str]:
        """Every address there is, with ids that lead somewhere."""
        for route in routes(get_resolver()):
            kwargs = {name: self.ids.get(name, "participants") for name in route.pattern.converters}
            yield "/" + filled(route.path, kwargs)


class Route:
    def __init__(self, path: str, pattern: URLPattern) -> None:
        self.path, self.pattern, self.name = path, pattern.pattern, pattern.name


def routes(resolver: URLResolver, before: str = "") -> Iterator[Route]:
    for each in resolver.url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, path)
        elif not path.startswith(PUBLIC_PREFIXES) and "^" not in path:
            yield Route(path, each)


def filled(path: str, kwargs: dict[str, object]) -> str:
    for name, value in kwargs.items():
        for converter in ("uuid", "str", "slug", "int", "drf_format_suffix"):
            path = path.replace(f"<{converter}:{name}>", str(value))
    return path


def faults(answers: Iterator[tuple[str, HttpResponse]]) -> list[str]:
    """What was sent where an answer was a fault of ours, or one without its protections."""
    return [f"{sent[:120]} → {found}" for sent, answer in answers if (found := wrong_with(answer))]


def wrong_with(answer: HttpResponse) -> str:
    if answer.status_code >= 500:
        return str(answer.status_code)
    headers = answer.headers
    expected = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    missing = [name for name, value in expected.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or "script-src 'self'" not in policy or "frame-ancestors 'none'" not in policy:
        missing.append("Content-Security-Policy")
    # A version number, for a program to say which words it read: nothing is kept by it.
    versioned = answer.request["PATH_INFO"].startswith("/api/v1/")  # type: ignore[attr-defined]
    unwanted = {"Last-Modified", "Server"} | (set() if versioned else {"ETag"})
    return ", ".join([*missing, *(unwanted & set(headers))])


@pytest.fixture
def house(db: None, settings: Any) -> House:
    settings.BRIDGE_WEBHOOK_HOSTS = ["example.org"]
    return House(assemble())


@pytest.fixture
def people(house: House) -> dict[str, Client]:
    """A client for each kind of rights, for somebody of another workshop, and for nobody."""
    seats = {
        role: house.cast.everybody()[role] for role in ("abolitionist", "observer", "chair", "organiser")
    }
    seats["other moderator"] = house.cast.other_moderator
    clients = {"nobody": Client(raise_request_exception=False)}
    for role, participant in seats.items():
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(participant.user)
    return clients


def test_every_page_and_every_method_is_answered_under_the_protections(
    house: House, people: dict[str, Client]
) -> None:
    nasty = cycle(NASTY)

    def answers() -> Iterator[tuple[str, HttpResponse]]:
        for address in house.addresses():
            for role, client in people.items():
                if "sign-out" in address:
                    continue
                query = "&".join(f"{name}={next(nasty)}" for name in QUERY)
                yield f"{role} GET {address}", client.get(f"{address}?{query}")
            for method in UNSAFE:
                client = people["organiser" if "sign-out" not in address else "nobody"]
                yield f"{method} {address}", getattr(client, method)(address)

    assert faults(answers()) == []


def test_no_part_of_an_address_breaks_anything(house: House, people: dict[str, Client]) -> None:
    def answers() -> Iterator[tuple[str, HttpResponse]]:
        for route in routes(get_resolver()):
            for name in route.pattern.converters:
                for word in NASTY:
                    address = "/" + filled(route.path, {**house.ids, name: word, "persona": word})
                    yield f"GET {address}", people["nobody"].get(address)
        for method in ("get", "post"):
            for word in NASTY:
                yield f"{method} {word}", getattr(people["chair"], method)(f"/{word}/{word}?{word}={word}")

    assert faults(answers()) == []


def test_no_field_of_a_form_breaks_anything(house: House, client_of: Callable[[object], Client]) -> None:
    nasty = cycle(NASTY)

    def answers() -> Iterator[tuple[str, HttpResponse]]:
        for name, sender, words in house.acts:
            client = client_of(sender)
            client.raise_request_exception = False
            address = house.address_of(name)
            for field in ("key", *words):
                word, sent = next(nasty), {"key": str(uuid4()), **words}
                del sent[field]
                body = urlencode(sent, doseq=True) + f"&{field}={word}"
                yield f"{name} {field}={word}", client.post(address, body, content_type=FORM)

    assert faults(answers()) == []


def test_the_forms_of_these_tests_are_taken(house: House, client_of: Callable[[object], Client]) -> None:
    """Otherwise a nasty field would be refused beside something that is wrong anyway."""
    refused = {}
    for name, sender, words in house.acts:
        answer = client_of(sender).post(house.address_of(name), {"key": str(uuid4()), **words})
        if answer.status_code != (200 if name in SHOWS_A_SECRET else 303):
            refused[name] = answer.status_code

    assert refused == {}


def test_no_header_and_no_body_breaks_anything(house: House, people: dict[str, Client]) -> None:
    thread, chair = reverse("thread", args=[house.ids["thread_id"]]), people["chair"]
    post = reverse("position_post", args=[house.ids["thread_id"]])
    names = ("Accept", "Accept-Language", "HX-Request", "HX-Current-URL", "Range", "If-None-Match",
             "If-Modified-Since", "X-Forwarded-For", "X-Forwarded-Proto", "Referer", "Host")  # fmt: skip

    clients = cycle((chair, people["nobody"]))

    def answers() -> Iterator[tuple[str, HttpResponse]]:
        for name in names:
            for word in ("\x00", "²", "a" * 9000, "http://[", "//evil.example/", "*/*;q=²", "zh-" * 400):
                client = next(clients)
                yield f"{name}: {word}", client.get(thread, headers={name: word})
        for kind in ("application/json", "multipart/form-data", "multipart/form-data; boundary=²", "²", ""):
            for body in (b"\x00\xff", b"{" * 5000, b"&" * 400, b"a=1&" * 600):
                yield f"{kind}: {body[:9]!r}", chair.post(post, body, content_type=kind)
                yield f"api {kind}", chair.post("/api/v1/threads/", body, content_type=kind)
        for cookie in ("sessionid", "csrftoken", "django_language", "messages"):
            stranger = Client(raise_request_exception=False)
            stranger.cookies[cookie] = "\\000²{}"
            yield cookie, stranger.get("/")

    assert faults(answers()) == []


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "data:,"]
)
def test_nobody_is_sent_to_another_place(
    cast: Cast, client: Client, mailoutbox: list[object], elsewhere: str
) -> None:
    chosen = client.post("/language/", {"language": "en", "next": elsewhere})
    client.post("/sign-in/", {"email": cast.observer.user.email, "next": elsewhere})
    (code,) = re.findall(r"\b\d{6}\b", mailoutbox[-1].body)  # type: ignore[attr-defined]
    signed_in = client.post("/sign-in/code/", {"code": code, "next": elsewhere})
    already_in = client.get("/sign-in/", {"next": elsewhere})

    for answer in (chosen, signed_in, already_in):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
