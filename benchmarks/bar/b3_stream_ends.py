"""B3: a stream ends with the right to read it, without any message: each way a right ends, while posts keep
coming.

The number of the newest change is read under the workshop's lock, in the transaction that ends the right:
every later number was committed after it, and must not reach that listener.
"""

import argparse
import asyncio
import json
import os
import tempfile
from pathlib import Path
from time import time

import httpx

from benchmarks.bar.listeners import Listener, Writer, invite, number_of, raise_file_limit, until
from benchmarks.bar.report import proof
from tests.backing import both
from tests.server import Demonstration, running

PROMISE = "A stream ends with the right to read it"
LIMIT = "0 events committed after the change reach that listener; closed within 5 s; then refused"
SECONDS = 5.0
WAYS = {
    "signed out": 401,
    "signed out everywhere": 401,
    "sign-in expired": 401,
    "account deactivated": 401,
    "removed from the workshop": 404,
    "left the desk": 404,
}
END = """
import json
from datetime import timedelta
from time import time
from django.contrib.sessions.models import Session as SignIn
from django.db import transaction
from django.utils import timezone
from dialogue.enums import Role
from dialogue.models import Participant, Thread, User
from dialogue.services.participants import remove_participant, set_roles
from dialogue.services.record import lock_workshop
thread = Thread.objects.get(pk={thread!r})
organiser = Participant.objects.get(workshop=thread.workshop, is_organiser=True)
ended = {{}}
for way, (key, audience) in {people!r}.items():
    with transaction.atomic():
        lock_workshop(thread.workshop_id)
        sign_ins = SignIn.objects.filter(session_key=key)
        user = User.objects.get(pk=sign_ins.get().get_decoded()["_auth_user_id"])
        participant = Participant.objects.get(user=user, workshop=thread.workshop)
        if way == "signed out":
            sign_ins.delete()
        elif way == "signed out everywhere":
            user.set_password("another")
            user.save()
        elif way == "sign-in expired":
            sign_ins.update(expire_date=timezone.now() - timedelta(seconds=1))
        elif way == "account deactivated":
            User.objects.filter(pk=user.pk).update(is_active=False)
        elif way == "removed from the workshop":
            remove_participant(by=organiser, participant=participant)
        else:
            set_roles(by=organiser, participant=participant, roles={{Role.VOICE}})
        number = getattr(Thread.objects.get(pk=thread.pk), audience + "_changes")
    ended[way] = [time(), number]
print(json.dumps(ended))
"""


async def converse(demonstration: Demonstration) -> dict[str, dict[str, float]]:
    thread, keys = invite(demonstration, len(WAYS) + 2, "is_moderator")
    address = demonstration.webs[-1].address
    begun = await asyncio.to_thread(number_of, address, thread, keys[-1])
    pages = {
        way: Listener(
            key,
            f"/threads/{thread}/{'desk/' if way == 'left the desk' else ''}live/",
            lambda: address,
            known=begun,
        )
        for way, key in zip(WAYS, keys, strict=False)
    }
    staying = Listener(keys[-1], f"/threads/{thread}/live/", lambda: address, known=begun)
    closed: dict[str, float] = {}

    async def listen(way: str, page: Listener) -> None:
        await page.listen()
        closed[way] = time()

    listening = [asyncio.create_task(listen(way, page)) for way, page in pages.items()]
    stays = asyncio.create_task(staying.listen())
    assert await until(lambda: staying.is_open and all(page.is_open for page in pages.values()))
    is_over = False

    async def keep_posting() -> None:
        writer = Writer(keys[-2], thread, lambda: demonstration.address)
        number = 0
        async with httpx.AsyncClient(timeout=60) as client:
            await writer.open_page(client)
            while not is_over:
                number += 1
                await writer.put_forward(client, f"Said meanwhile, number {number}.")

    posting = asyncio.create_task(keep_posting())
    await until(lambda: len(staying.told) > 3)
    people = {
        way: (page.session_key, "desk" if way == "left the desk" else "room") for way, page in pages.items()
    }
    code = END.format(thread=thread, people=people)
    said = await asyncio.to_thread(demonstration.manage, "shell", "-v0", "-c", code)
    ended = json.loads(said.strip().splitlines()[-1])
    await until(lambda: len(closed) == len(WAYS), 30)
    heard = len(staying.told)
    await until(lambda: len(staying.told) > heard + 3)
    is_over = True
    await posting
    measured = {}
    for way, page in pages.items():
        moment, number = ended[way]
        told_after = sum(each > number for each in page.told)
        await page.listen()
        measured[way] = {
            "seconds": round(closed.get(way, float("inf")) - moment, 2),
            "told_before": len(page.told),
            "told_after": told_after,
            "then": page.refusals[-1] if page.refusals else 200,
        }
    staying.cut()
    await asyncio.gather(*listening, stays, return_exceptions=True)
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the same: it is short as it is")
    parser.parse_args()
    raise_file_limit()
    with (
        proof("B3", PROMISE, LIMIT) as tell,
        both() as (database, queue),
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ |= {"DATABASE_URL": database.url(), "REDIS_URL": queue.url()}
        with running(Path(folder), webs=2, prepared=False) as demonstration:
            measured = asyncio.run(converse(demonstration))
        tell(
            passed=all(
                each["seconds"] <= SECONDS and each["told_after"] == 0 and each["then"] == WAYS[way]
                for way, each in measured.items()
            ),
            figure="; ".join(
                f"{way}: closed after {each['seconds']} s, {each['told_after']} told after, "
                f"then {each['then']}"
                for way, each in measured.items()
            ),
            notes=f"load of the machine at the end: {os.getloadavg()[0]:.1f}",
            ways=measured,
        )


if __name__ == "__main__":
    main()
