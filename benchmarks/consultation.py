"""
A consultation of fifty thousand on PostgreSQL, beside a workshop of sixteen: what pages, lists and acts ask
of the database, and how long they take.

`python -m benchmarks.consultation`. The statements are put forward through the services. People and their
answers are copied into the tables, with the same entries in the same chain as if each had come by the form;
that the record verifies is shown at the end.
"""

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from time import perf_counter
from typing import Any

from benchmarks.installation import installed
from benchmarks.pages import Cost, addresses, cost_of, cost_of_post, cost_of_response
from benchmarks.people import Gathering, gather, speak
from benchmarks.processes import machine
from tests.backing import both

PEOPLE, STATEMENTS, EACH = 50_000, 1000, 40
SMALL, SMALL_STATEMENTS = 16, 40
THREADS = 10
AT_ONCE = 5000
STANCES = ("agree", "can_live_with_it", "pass", "disagree", "object")
WEIGHTS = ((5, 3, 1, 2, 1), (2, 3, 2, 4, 2))
SEED = 50_000


def parts(rows: Iterable[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    remaining = iter(rows)
    while part := list(islice(remaining, size)):
        yield part


def join(gathering: Gathering, people: int) -> list[Any]:
    """So many more voices, in two camps, entered in the record."""
    from django.utils import timezone

    from dialogue.enums import RecordKind
    from dialogue.models import CampDeclaration, Participant, User

    camps = list(gathering.workshop.camps.order_by("order"))
    now, joined = timezone.now(), []
    for numbers in parts(range(people)):
        users = [
            User(email=f"p{number}@example.org", name=f"Person {number}", password="!") for number in numbers
        ]
        User.objects.bulk_create(users)
        participants = [
            Participant(
                workshop=gathering.workshop,
                user=user,
                camp=camps[number % len(camps)],
                role_label=f"P{number}",
                has_voice=True,
                joined_at=now,
            )
            for number, user in zip(numbers, users, strict=True)
        ]
        Participant.objects.bulk_create(participants)
        CampDeclaration.objects.bulk_create(
            [CampDeclaration(participant=each, camp=each.camp, declared_at=now) for each in participants]
        )
        _enter(
            gathering, [(RecordKind.PARTICIPANT_JOINED, each) for each in participants], gathering.organiser
        )
        joined += participants
    return joined


def answer(gathering: Gathering, people: Sequence[Any], statements: Sequence[Any], each: int) -> int:
    """Everybody answers so many statements at random. Returns how many answers there are."""
    from django.utils import timezone

    from dialogue.enums import RecordKind
    from dialogue.models import Response

    chance = random.Random(SEED)
    session_id, now, number = statements[0].session_id, timezone.now(), 0
    camps = {camp.pk: place for place, camp in enumerate(gathering.workshop.camps.order_by("order"))}
    for part in parts(people, max(1, AT_ONCE // each)):
        responses = [
            Response(
                version_id=statement.current_version_id,
                participant=person,
                session_id=session_id,
                stance=chance.choices(STANCES, WEIGHTS[camps[person.camp_id]])[0],
                reason="Seen from here, this needs more time." if chance.random() < 0.02 else "",
                reason_language="en",
                given_at=now,
            )
            for person in part
            for statement in chance.sample(statements, each)
        ]
        for response in responses:
            response.reason_language = "en" if response.reason else ""
        Response.objects.bulk_create(responses)
        _enter(gathering, [(RecordKind.RESPONSE_GIVEN, response) for response in responses], None)
        number += len(responses)
    return number


def _enter(gathering: Gathering, acts: Sequence[tuple[Any, Any]], by: Any) -> None:
    from django.db import transaction

    from dialogue.services.record import enter_together

    with transaction.atomic():
        enter_together(workshop=gathering.workshop, acts=acts, by=by)


def costs(gathering: Gathering, said: Sequence[Any]) -> dict[str, Cost]:
    """What each page, list and act costs."""
    thread, position = gathering.threads[0], said[0]
    spent = {each.name: cost_of(each) for each in addresses(gathering, thread, position)}
    spent["put a position forward"] = cost_of_post(gathering.voices[1], thread)
    spent["answer a position"] = cost_of_response(gathering.voices[2], position)
    return spent


def tell(small: dict[str, Cost], large: dict[str, Cost]) -> None:
    print(f"{'':28}{'workshop of sixteen':>24}{'consultation':>24}")
    print(f"{'':28}" + f"{'queries':>8}{'ms':>8}{'kB':>8}" * 2)
    for name, cost in large.items():
        told = (
            f"{each.queries:8}{each.milliseconds:8.0f}{each.bytes / 1000:8.0f}"
            for each in (small[name], cost)
        )
        differs = "" if small[name].queries == cost.queries else "  another number of queries"
        print(f"{name:28}{''.join(told)}{differs}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--statements", type=int, default=STATEMENTS)
    options.add_argument("--each", type=int, default=EACH, help="how many statements everybody answers")
    options.add_argument("--quick", action="store_true", help="a small size, to see that the script works")
    chosen = options.parse_args()
    if chosen.quick:
        chosen.people, chosen.statements, chosen.each = 500, 100, 10
    print(", ".join(f"{name}: {value}" for name, value in machine().items()))
    with both() as (database, queue), installed(database, queue):
        measure(chosen.people, chosen.statements, chosen.each)


def measure(people: int, statements: int, each: int) -> None:
    from django.db import connection

    from dialogue.services.figures import refresh_workshop_figures
    from dialogue.services.record import verify_record

    def timed(what: str, act: Any) -> Any:
        started = perf_counter()
        result = act()
        print(f"{what}: {perf_counter() - started:.1f} s", flush=True)
        return result

    few = gather(SMALL, code="sixteen", threads=THREADS)
    small = costs(few, speak(few, SMALL_STATEMENTS))
    many = gather(SMALL, code="consultation", threads=THREADS)
    said = timed(f"{statements} statements through the services", lambda: speak(many, statements))
    joined = timed(f"{people} people", lambda: join(many, people))
    given = timed(f"{people * each} answers", lambda: answer(many, joined, said, each))
    timed("figures of all statements", lambda: refresh_workshop_figures(workshop=many.workshop))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    tell(small, costs(many, said))
    fault = timed("the record is verified", lambda: verify_record(many.workshop))
    print(
        f"{people} people, {statements} statements, {given} answers; the record "
        f"{'verifies' if fault is None else f'does not verify: {fault}'}"
    )


if __name__ == "__main__":
    main()
