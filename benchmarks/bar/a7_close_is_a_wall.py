"""A7: nothing is taken after the close of a thread or of the last session, and who was not taken is told."""

import asyncio
import random
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from benchmarks.bar.engines import WEBS, main_on_each_engine
from benchmarks.bar.report import proof
from benchmarks.installation import Installation
from benchmarks.people import Answer, Gathering, Person, gather, sign_in

AT_ONCE = 20
ROUNDS, QUICK_ROUNDS = 1000, 4
SESSION_EVERY = 4
"""Every so manieth round closes the session, the others their thread."""
SPREAD = 0.05
SEED = 7


def measure(installation: Installation, engine: str, rounds: int) -> dict[str, Any]:
    from django.db import connections

    gathering = gather(AT_ONCE, threads=20)
    installation.serve(WEBS[engine])
    people = [sign_in(installation.port_of(place), voice) for place, voice in enumerate(gathering.voices)]
    chair = sign_in(installation.port, gathering.organiser)
    connections.close_all()
    chance = random.Random(SEED)
    found = {"taken": 0, "refused": 0, "after": 0, "otherwise": 0, "not_stored_once": 0, "closes": 0}
    for number in range(rounds):
        thread = gathering.threads[number % len(gathering.threads)]
        session = None
        if number % SESSION_EVERY == SESSION_EVERY - 1:
            session = gathering.workshop.sessions.order_by("-number").first()
        path, form = _close_of(thread, session)
        connections.close_all()
        answers, closed = asyncio.run(_race(people, chair, thread, path, form, chance))
        found["closes"] += closed.status == 303
        _look(gathering, thread, session, answers, found)
        _open_again(gathering, thread, session)
    return found


def _close_of(thread: Any, session: Any) -> tuple[str, dict[str, str]]:
    key = {"key": str(uuid4())}
    if session is not None:
        return f"/sessions/{session.pk}/close/", key
    return f"/threads/{thread.pk}/phase/", key | {"phase": "closed"}


async def _race(
    people: list[Person], chair: Person, thread: Any, path: str, form: dict[str, str], chance: random.Random
) -> tuple[dict[str, Answer], Answer]:
    async def soon(person: Person, path: str, form: dict[str, str]) -> Answer:
        await asyncio.sleep(chance.uniform(0, SPREAD))
        return await person.send(path, form)

    posts = [(person, *person.put_forward(thread, "")) for person in people]
    *answers, closed = await asyncio.gather(
        *(soon(person, where, words | {"claim": words["key"]}) for person, where, words in posts),
        soon(chair, path, form),
    )
    for person in (*people, chair):
        person.hang_up()
    keys = [words["key"] for _person, _where, words in posts]
    return dict(zip(keys, answers, strict=True)), closed


def _look(
    gathering: Gathering, thread: Any, session: Any, answers: dict[str, Answer], found: dict[str, int]
) -> None:
    from dialogue.enums import RecordKind
    from dialogue.models import Position, RecordEntry

    stored = dict(
        Position.objects.filter(current_version__claim__in=list(answers)).values_list(
            "current_version__claim", "pk"
        )
    )
    kind, subject = (
        (RecordKind.SESSION_CLOSED, session) if session is not None else (RecordKind.THREAD_CLOSED, thread)
    )
    record = RecordEntry.objects.filter(workshop=gathering.workshop)
    close = record.filter(kind=kind, subject=subject.pk).order_by("-number").first()
    assert close is not None, "the close is in the record"
    found["after"] += record.filter(
        number__gt=close.number, kind=RecordKind.POSITION_POSTED, subject__in=list(stored.values())
    ).count()
    for key, answer in answers.items():
        found["taken"] += answer.status == 303
        found["refused"] += answer.status == 409
        found["otherwise"] += answer.status not in (303, 409)
        found["not_stored_once"] += (answer.status == 303) != (key in stored)


def _open_again(gathering: Gathering, thread: Any, session: Any) -> None:
    from dialogue.services.sessions import open_session, plan_session
    from dialogue.services.threads import open_thread

    if session is not None:
        open_session(by=gathering.organiser, session=plan_session(by=gathering.organiser))
    else:
        open_thread(by=gathering.organiser, thread=thread)


def conclude(run: Callable[[], dict[str, dict[str, Any]]], rounds: int) -> None:
    with proof(
        "A7",
        "Nothing is taken after a close.",
        "1,000 rounds of 20 posts against one close on both databases: 0 after it, all others told 409",
    ) as tell:
        told = run()
        wrong = sum(
            figures["after"] + figures["otherwise"] + figures["not_stored_once"] for figures in told.values()
        )
        closes = sum(figures["closes"] for figures in told.values())
        tell(
            passed=not wrong and closes == rounds * len(told) and rounds >= ROUNDS,
            figure=f"{rounds} rounds on {len(told)} databases: "
            + "; ".join(
                f"{engine} {figures['after']} after the close, {figures['taken']} taken, "
                f"{figures['refused']} told 409, {figures['otherwise']} told anything else"
                for engine, figures in told.items()
            ),
            notes="Every fourth round closes the session. "
            f"{closes} closes of {rounds * len(told)} acknowledged.",
            rounds=rounds,
        )


if __name__ == "__main__":
    main_on_each_engine(
        __doc__, (ROUNDS, QUICK_ROUNDS), measure, conclude, "benchmarks.bar.a7_close_is_a_wall"
    )
