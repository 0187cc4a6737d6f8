"""What people are told while the database or Redis is away, by real processes whose real servers are gone."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import psycopg
import pytest

from tests.backing import PostgreSQL, Redis, both, wait_until
from tests.journeys.people import SECONDS, Person
from tests.server import Demonstration, running

pytestmark = pytest.mark.xdist_group("outages")


@dataclass(frozen=True)
class Installation:
    """A demonstration on servers that are its own, so that they can be taken away."""

    demonstration: Demonstration
    database: PostgreSQL
    redis: Redis

    def ask(self, path: str, person: Person | None = None, **headers: str) -> httpx.Response:
        return httpx.get(
            self.demonstration.address + path,
            cookies=person.cookies if person else None,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            timeout=SECONDS,
        )

    def assert_log_knows_nobody(self, *planted: str) -> None:
        """Neither what was planted nor anybody of the workshop is in what web, worker and clock have said."""
        with psycopg.connect(self.demonstration.backing["DATABASE_URL"]) as rows:
            people = rows.execute("SELECT email, name FROM dialogue_user").fetchall()
        said = self.demonstration.log()
        known = {*planted, *(each for person in people for each in person if each)}
        assert {each for each in known if each in said} == set()
        lines = [line for line in said.splitlines() if '"event"' in line]
        assert lines
        for line in lines:
            assert "127.0.0.1" not in line
            assert line.isprintable()

    def visitor(self) -> dict[str, str]:
        """The cookies of somebody who looks at the sign-in page."""
        return dict(self.ask("/sign-in/").cookies)

    def ask_for_a_code(self, visitor: dict[str, str]) -> httpx.Response:
        """What the sign-in page sends; tries are counted in the cache."""
        words = {"email": "somebody@example.org", "csrfmiddlewaretoken": visitor["csrftoken"]}
        return httpx.post(
            self.demonstration.address + "/sign-in/", data=words, cookies=visitor, timeout=SECONDS
        )


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with both("fsync=off") as (database, redis), pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATABASE_URL", database.url())
        environment.setenv("REDIS_URL", redis.url())
        with running(
            tmp_path_factory.mktemp("outages"), copied=False, LOG_LEVEL="DEBUG", EMAIL_URL="memorymail://"
        ) as demonstration:
            yield Installation(demonstration, database, redis)


def open_thread(person: Person) -> str:
    (workshop,) = person.get("/api/v1/workshops/").json()["results"]
    threads = person.get(f"/api/v1/threads/?workshop={workshop['id']}").json()["results"]
    return next(str(each["id"]) for each in threads if each["is_open"])


def test_database_that_is_away_is_said_everywhere_and_loses_nothing(installation: Installation) -> None:
    person = Person(installation.demonstration, "abolitionist")
    thread, key, claim = open_thread(person), str(uuid4()), f"Said around an outage {uuid4()}"
    before = person.put_forward(thread, f"Before. {claim}")

    installation.database.stop(signal.SIGQUIT)
    try:
        answers = {
            "page": person.get(f"/threads/{thread}/"),
            "home": person.get("/"),
            "fragment": installation.ask(f"/threads/{thread}/news/?since=1", person, HX_Request="true"),
            "stream": installation.ask(f"/threads/{thread}/live/", person, Accept="text/event-stream"),
            "API": person.get("/api/v1/workshops/"),
            "form": person.put_forward(thread, claim, key=key),
            "sign-in": person.send("/sign-in/", email="somebody@example.org"),
            "healthz": installation.ask("/healthz"),
            "readyz": installation.ask("/readyz"),
        }
        alive = installation.ask("/livez")
    finally:
        installation.database.start()

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 503)
    assert {name: answer.headers["Retry-After"] for name, answer in answers.items()} == dict.fromkeys(
        answers, "5"
    )
    assert "The database does not answer just now." in answers["page"].text
    assert answers["API"].headers["Content-Type"] == "application/problem+json"
    assert answers["API"].json()["code"] == "database_away"
    assert all("Traceback" not in answer.text for answer in answers.values())
    assert alive.status_code == 200
    again = [person.put_forward(thread, claim, key=key) for _turn in range(2)]
    assert [before.status_code, *(answer.status_code for answer in again)] == [303, 303, 303]
    installation.assert_log_knows_nobody(claim, str(person.cookies["sessionid"]))
    claims = person.claims(thread)
    assert (claims[f"Before. {claim}"], claims[claim]) == (1, 1)


def test_redis_that_is_away_keeps_nobody_from_writing(installation: Installation) -> None:
    person = Person(installation.demonstration, "rapporteur")
    writer = Person(installation.demonstration, "deterrence")
    visitor = installation.visitor()
    thread, claim = open_thread(writer), f"Said without Redis {uuid4()}"

    installation.redis.stop(signal.SIGKILL)
    try:
        posted = writer.put_forward(thread, claim)
        page = writer.get(f"/threads/{thread}/")
        edition = person.get("/api/v1/minutes/?workshop=" + workshop_of(person)).json()["results"][0]["id"]
        asked = person.send(f"/minutes/{edition}/exports/", format="markdown", language="en")
        refused = installation.ask_for_a_code(visitor)
    finally:
        installation.redis.start()

    assert [posted.status_code, page.status_code, asked.status_code] == [303, 200, 303]
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "A part of this server does not answer just now" in refused.text
    assert writer.claims(thread)[claim] == 1
    wait_until(lambda: "/file/" in person.get(f"/minutes/{edition}/").text, "the file is made", SECONDS)
    assert installation.ask_for_a_code(visitor).status_code == 302
    installation.assert_log_knows_nobody(claim, str(writer.cookies["sessionid"]), "somebody@example.org")


def test_log_knows_nobody_whatever_is_asked_and_whatever_fails(installation: Installation) -> None:
    person = Person(installation.demonstration, "moderator")
    secret, word, address = f"planted-{uuid4()}", uuid4().hex[:10], installation.demonstration.address
    edition = person.get("/api/v1/minutes/?workshop=" + workshop_of(person)).json()["results"][0]["id"]
    assert person.send(f"/minutes/{edition}/exports/", format="html", language="zh").status_code == 303

    person.put_forward(open_thread(person), secret)
    person.send("/sign-in/", email=f"{secret}@example.org")
    statuses = [
        installation.ask(f"/{secret}?token={secret}", person).status_code,
        installation.ask(f"/api/v1/{secret}/", person, Authorization=f"Token {secret}").status_code,
        installation.ask("/metrics", Authorization=f"Bearer {secret}").status_code,
        installation.ask(f"/threads/{uuid4()}/", person, HX_Current_URL=secret).status_code,
        httpx.post(address + "/language/", data={"language": secret}, timeout=SECONDS).status_code,
        httpx.get(address + "/", headers={"Host": f"{secret}.example.org"}, timeout=SECONDS).status_code,
    ]
    with psycopg.connect(installation.demonstration.backing["DATABASE_URL"], autocommit=True) as rows:
        export = rows.execute("SELECT id, job_id FROM dialogue_export WHERE format = 'html'").fetchone()
        assert export is not None

        def came_to(state: str) -> bool:
            return rows.execute(
                "SELECT 1 FROM dialogue_job WHERE id = %s AND state = %s", (export[1], state)
            ).fetchone() == (1,)

        wait_until(lambda: came_to("done"), "the file is made", SECONDS)
        # A format that nobody knows: the error that follows has the word in its text.
        rows.execute("UPDATE dialogue_export SET format = %s WHERE id = %s", (word, export[0]))
        rows.execute(
            "UPDATE dialogue_job SET state = 'queued', woken_at = NULL, due_at = now() WHERE id = %s",
            (export[1],),
        )
        wait_until(lambda: came_to("failed"), "the job fails", SECONDS)

    assert statuses == [404, 404, 404, 404, 403, 400]
    assert "an edition could not be rendered" in installation.demonstration.log()
    installation.assert_log_knows_nobody(secret, word, str(person.cookies["sessionid"]), person.token)


def workshop_of(person: Person) -> str:
    return str(person.get("/api/v1/workshops/").json()["results"][0]["id"])
