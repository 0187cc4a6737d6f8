"""A5: whatever is sent many times at once with one key happens once, and is answered alike every time.

Every act of the API, as its own description lists them, and every form, as the addresses list them: fifty
requests at the same moment with one key and one body, then one with another body. Through the whole
application (middleware, views, services), each request with a connection of its own to PostgreSQL.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from uuid import uuid4

from benchmarks.bar.report import proof
from tests.backing import both

PARALLEL, QUICK = 50, 8
SETTINGS = {
    "BRIDGE_ENV_FILE": os.devnull,
    "SECRET_KEY": "a secret for measurements alone, as long as a real one has to be",
    "DJANGO_ALLOWED_HOSTS": "testserver,localhost",
    "BRIDGE_HTTPS": "0",
    "BRIDGE_HASHED_STATIC": "0",
    "LOG_LEVEL": "CRITICAL",
    "DJANGO_SETTINGS_MODULE": "bridgebuilders.settings",
    "BRIDGE_WEBHOOK_HOSTS": "example.org",
    "EMAIL_URL": "memorymail://",
}


NOT_IN_THE_RECORD = {"form webhook_test", "form export_again", "form job_again"}
SHOW_A_SECRET = {"form tokens", "form webhooks", "form webhook_rotate"}


@dataclass(frozen=True)
class Sent:
    """One act: its name, who is signed in, and how it is sent with a key and a body of two."""

    name: str
    user: Any
    send: Callable[[Any, str, bool], Any]
    has_words: bool


def acts_of_the_api() -> Iterator[Sent]:
    from tests.api.acts import every_act
    from tests.api.asking import JSON, ROOT
    from tests.api.scene import set_up
    from tests.cast import assemble

    for act in every_act(set_up(assemble("by-api"))):

        def send(client: Any, key: str, otherwise: bool, act: Any = act) -> Any:
            body = act.with_other_words().body if otherwise else act.body
            headers = {"Idempotency-Key": key}
            if act.version is not None:
                headers["If-Match"] = f'"{act.version}"'
            return getattr(client, act.method)(ROOT + act.address, body, JSON, headers=headers)

        yield Sent(" ".join(act.operation), getattr(act.by, "user", act.by), send, bool(act.body))


def forms() -> Iterator[Sent]:
    from urllib.parse import urlencode

    from tests.cast import assemble
    from tests.views.test_hostile_input import FORM, House

    house = House(assemble("by-form"))
    for name, person, fields in house.acts:
        if name == "cosponsor_answer":
            fields = {**fields, "answer": "decline"}
        path = house.address_of(name)

        def send(client: Any, key: str, otherwise: bool, path: str = path, fields: Any = fields) -> Any:
            more = {"more": "1"} if otherwise else {}
            return client.post(path, urlencode({**fields, **more, "key": key}, doseq=True), FORM)

        yield Sent(f"form {name}", getattr(person, "user", person), send, bool(fields))


def happens_once(sent: Sent, parallel: int) -> str:
    """What is wrong, in words; empty when it happened once and every answer was the same."""
    from django.db import connections
    from django.test import Client

    from dialogue.models import RecordEntry, RequestKey

    key, start = str(uuid4()), Barrier(parallel)
    client = Client(raise_request_exception=False)
    client.force_login(sent.user)
    session = client.cookies["sessionid"].value
    keys, entries = RequestKey.objects.count(), RecordEntry.objects.count()

    def once(_number: int) -> tuple[int, bytes, str]:
        own = Client(raise_request_exception=False)
        own.cookies["sessionid"] = session
        start.wait(60)
        try:
            answer = sent.send(own, key, False)
            # A page that is shown again differs in its key; what was done leads to one place.
            content = answer.content if answer.status_code < 300 else b""
            return answer.status_code, content, answer.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(parallel) as pool:
        given = list(pool.map(once, range(parallel)))
    if sent.name in SHOW_A_SECRET and [status for status, *_rest in given].count(200) == 1:
        # The secret stands on the answer of the one that did it, and never on another.
        given = [each for each in given if each[0] != 200]
    answers = set(given)
    effects = RequestKey.objects.count() - keys
    after = RecordEntry.objects.count() - entries
    again = sent.send(client, key, False)
    otherwise = sent.send(client, key, True)
    repeated = RecordEntry.objects.count() - entries
    if len(answers) != 1 or next(iter(answers))[0] not in (200, 201, 303):
        return f"answered {sorted(status for status, _content, _location in answers)}"
    if (effects, repeated) != (1, after) or (after == 0 and sent.name not in NOT_IN_THE_RECORD):
        return f"{effects} keys, {after} and {repeated} entries"
    if again.status_code != next(iter(answers))[0]:
        return f"answered {again.status_code} when repeated later"
    if sent.has_words and otherwise.status_code != 422:
        return f"answered {otherwise.status_code} to another body"
    return ""


def expected() -> set[str]:
    """Every act there is: of the API from its description, of the pages from what they tell was done."""
    from dialogue.views.notices import DONE
    from tests.api.test_acts import operations

    of_pages = set(DONE) | {"finding_new", "finding_edit", "thread_phase", "cosponsor_answer", "export_make"}
    return {" ".join(operation) for operation in operations()} | {f"form {name}" for name in of_pages}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parallel = QUICK if parser.parse_args().quick else PARALLEL
    limit = "1 effect, the first status and body again, 422 for another body, of every act there is"
    with (
        proof("A5", "What is sent twice happens once", limit) as tell,
        both() as (database, _queue),
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ |= SETTINGS | {"DATABASE_URL": database.url(), "DATA_DIR": folder}
        os.environ.pop("REDIS_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        wrong: dict[str, str] = {}
        tried: set[str] = set()
        for source in (acts_of_the_api, forms):
            call_command("flush", interactive=False, verbosity=0)
            for sent in source():
                fault = happens_once(sent, parallel)
                tried.add(sent.name)
                if fault:
                    wrong[sent.name] = fault
        missing = sorted(expected() - tried)
        tell(
            passed=not wrong and not missing and parallel == PARALLEL,
            figure=f"{len(tried - set(wrong))} of {len(tried | expected())} acts happened once, "
            f"each sent {parallel} times at the same moment",
            wrong=wrong,
            not_tried=missing,
            notes="PostgreSQL, in one process with a connection per request; not through a socket",
        )


if __name__ == "__main__":
    main()
