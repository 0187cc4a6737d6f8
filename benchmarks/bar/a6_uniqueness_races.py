"""A6: what may exist once exists once, however many ask for it at the same moment.

Per round and rule, twenty requests with keys of their own arrive at once: one person answers one wording in
different ways, one person is asked to co-sponsor one proposal, one tag is set on one wording.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from benchmarks.bar.engines import WEBS, main_on_each_engine
from benchmarks.bar.report import proof
from benchmarks.installation import Installation
from benchmarks.people import Person, gather, sign_in, speak

AT_ONCE = 20
ROUNDS, QUICK_ROUNDS = 1000, 3
STANCES = ("agree", "can_live_with_it", "pass", "disagree", "object")
RULES = ("responses", "co-sponsorships", "tags")


async def at_once(people: Sequence[Person], path: str, forms: Sequence[dict[str, str]]) -> list[int]:
    answers = await asyncio.gather(
        *(person.send(path, {"key": str(uuid4())} | form) for person, form in zip(people, forms, strict=True))
    )
    return [answer.status for answer in answers]


def measure(installation: Installation, engine: str, rounds: int) -> dict[str, Any]:
    from django.db import connections

    from dialogue.models import CoSponsorship, Response, Tagging

    gathering = gather(10, threads=10)
    proposals = speak(gathering, rounds, kind="proposal")
    tag = gathering.workshop.codebook.order_by("order").first()
    installation.serve(WEBS[engine])
    asked = gathering.voices[-1]
    several = {
        who.pk: [
            Person(installation.port_of(place), one.session_key, who)
            for place, one in enumerate([sign_in(installation.port, who)] * AT_ONCE)
        ]
        for who in (gathering.moderator, *gathering.voices)
    }
    connections.close_all()
    statuses: dict[str, list[int]] = {rule: [] for rule in RULES}

    async def race() -> None:
        for number, proposal in enumerate(proposals):
            answering = gathering.voices[(number + 1) % len(gathering.voices)]
            statuses["responses"] += await at_once(
                several[answering.pk],
                f"/positions/{proposal.pk}/respond/",
                [
                    {
                        "version": str(proposal.current_version_id),
                        "stance": STANCES[place % len(STANCES)],
                        "reason": f"Reason {place}.",
                        "language": "en",
                    }
                    for place in range(AT_ONCE)
                ],
            )
            other = asked if proposal.author_id != asked.pk else gathering.voices[0]
            statuses["co-sponsorships"] += await at_once(
                several[proposal.author_id],
                f"/positions/{proposal.pk}/co-sponsors/",
                [{"participant": str(other.pk)}] * AT_ONCE,
            )
            statuses["tags"] += await at_once(
                several[gathering.moderator.pk],
                f"/positions/{proposal.pk}/tags/",
                [{"tag": str(tag.pk)}] * AT_ONCE,
            )

    asyncio.run(race())
    versions = [proposal.current_version_id for proposal in proposals]
    rows = {
        "responses": Response.objects.filter(version__in=versions, replaced_at__isnull=True),
        "co-sponsorships": CoSponsorship.objects.filter(position__in=[each.pk for each in proposals]),
        "tags": Tagging.objects.filter(version__in=versions, removed_at__isnull=True),
    }
    return {
        rule: {
            "rows": rows[rule].count(),
            "requests": len(statuses[rule]),
            "faults": sum(status >= 500 for status in statuses[rule]),
            "statuses": {str(status): statuses[rule].count(status) for status in sorted(set(statuses[rule]))},
        }
        for rule in RULES
    }


def conclude(run: Callable[[], dict[str, dict[str, Any]]], rounds: int) -> None:
    with proof(
        "A6",
        "One current response, one co-sponsorship, one tag, however many ask at once.",
        "1,000 rounds × 20 at once per rule on both databases: one row in every round, no 500",
    ) as tell:
        told = run()
        each = [rule for engine in told.values() for rule in engine.values()]
        exact = all(rule["rows"] == rounds for rule in each)
        faults = sum(rule["faults"] for rule in each)
        tell(
            passed=exact and not faults and rounds >= ROUNDS,
            figure=f"{rounds} rounds × {AT_ONCE} at once for {len(RULES)} rules on {len(told)} databases: "
            f"{'one row in every round' if exact else 'not one row in every round'}, {faults} × 500",
            notes="; ".join(
                f"{engine} {rule}: {figures['statuses']}"
                for engine, rules in told.items()
                for rule, figures in rules.items()
            ),
            rounds=rounds,
        )


if __name__ == "__main__":
    main_on_each_engine(
        __doc__, (ROUNDS, QUICK_ROUNDS), measure, conclude, "benchmarks.bar.a6_uniqueness_races"
    )
