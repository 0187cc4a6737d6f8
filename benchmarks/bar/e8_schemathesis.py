"""E8: whatever a program sends to the API, it gets an answer that the description announces.

Requests are generated from the description itself (schemathesis), valid and not, with ids that exist and ids
that do not, to every operation, on PostgreSQL, as a participant, as a moderator and as a stranger.
"""

import argparse
import os
import tempfile
from typing import Any

from benchmarks.bar.a5_double_submit import SETTINGS
from benchmarks.bar.report import proof
from tests.backing import both

EXAMPLES, QUICK = 100, 2
ROLES = {"participant": "abolitionist", "moderator": "moderator", "stranger": "stranger"}
TOKEN = "t" * 32


def try_as(role: str, schema: Any, examples: int) -> Any:
    from django.core.management import call_command
    from django.test import Client

    from tests.api.generated import try_everything
    from tests.api.scene import set_up
    from tests.api.test_generated import known_ids
    from tests.cast import assemble

    call_command("flush", interactive=False, verbosity=0)
    scene = set_up(assemble())
    known = known_ids(scene)
    person = getattr(scene.cast, role)
    client = Client()
    client.force_login(getattr(person, "user", person))
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": TOKEN}

    def call(case: Any) -> Any:
        return case.call(cookies=cookies, headers={"X-CSRFToken": TOKEN})

    return try_everything(schema, known, call, examples=examples, stop=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="per operation and mode")
    asked = parser.parse_args()
    examples = QUICK if asked.quick else asked.examples
    limit = f"no server error, nothing undocumented, {EXAMPLES} examples per operation and mode"
    with (
        proof("E8", "The API answers whatever is sent to it", limit) as tell,
        both() as (database, _queue),
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ |= SETTINGS | {"DATABASE_URL": database.url(), "DATA_DIR": folder}
        os.environ.pop("REDIS_URL", None)
        import django

        django.setup()
        import schemathesis
        from django.core.management import call_command
        from django.core.wsgi import get_wsgi_application

        call_command("migrate", verbosity=0)
        schema = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
        figures, faults = {}, []
        for name, role in ROLES.items():
            tried = try_as(role, schema, examples)
            statuses = {str(status): number for status, number in sorted(tried.statuses.items())}
            figures[name] = {"requests": tried.requests, "operations": len(tried.operations)} | statuses
            faults += [f"{name}: {fault}" for fault in tried.faults]
        requests = sum(int(each["requests"]) for each in figures.values())
        tell(
            passed=not faults and examples >= EXAMPLES,
            figure=f"{len(faults)} faults in {requests} requests",
            roles=figures,
            faults=faults[:10],
            notes="PostgreSQL; through the whole application, not through a socket",
        )


if __name__ == "__main__":
    main()
