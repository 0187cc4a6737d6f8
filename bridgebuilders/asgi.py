"""The ASGI application; in a single process it also carries the background work."""

import asyncio
import os
import signal
import sys
import threading
import warnings
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgebuilders.settings")

# Static files are small here, or served by a proxy: reading them whole is what is wanted.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

django.setup(set_prefix=False)

# These read the settings, so they follow the set-up above.
from bridgebuilders import checks, embedded  # noqa: E402
from bridgebuilders.handler import OneThreadHandler  # noqa: E402
from bridgebuilders.logs import take_over  # noqa: E402
from dialogue.live import end_streams  # noqa: E402

django_application = OneThreadHandler()

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

STREAM = b"text/event-stream"
SECONDS_TO_READ = 20.0


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await live(receive, send)
    else:
        await django_application(scope, receive, limited(send))  # type: ignore[arg-type]


def limited(send: Send) -> Send:
    """
    Cuts the stream of a reader who does not read.

    What was said to it waits in this process, and the server itself would wait for ever.
    """
    is_stream = False

    async def send_in_time(message: MutableMapping[str, Any]) -> None:
        nonlocal is_stream
        if message["type"] == "http.response.start":
            is_stream = (b"Content-Type", STREAM) in message["headers"]
        if not is_stream:
            await send(message)
            return
        try:
            async with asyncio.timeout(SECONDS_TO_READ):
                await send(message)
        except TimeoutError:
            # To close it would wait until the rest is read; this is where uvicorn keeps the way to cut it.
            if transport := getattr(getattr(send, "__self__", None), "transport", None):
                transport.abort()
            raise asyncio.CancelledError from None

    return send_in_time


async def live(receive: Receive, send: Send) -> None:
    """The life of the server process: background work begins with it and ends with it."""
    workers: embedded.BackgroundWork | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if refusals := checks.one_process_alone(None):
                # The log would leave out what it says, and whoever starts a server has to read it.
                sys.stderr.writelines(f"{refusal.msg} {refusal.hint}\n" for refusal in refusals)
                await send({"type": "lifespan.startup.failed"})
                return
            take_over()
            end_streams_on_stop()
            workers = await asyncio.to_thread(embedded.begin)
            await send({"type": "lifespan.startup.complete"})
        else:
            if workers:
                await asyncio.to_thread(workers.end)
            await send({"type": "lifespan.shutdown.complete"})
            return


def end_streams_on_stop() -> None:
    """
    Lets a stop of the server end its live streams first.

    The server waits for open answers before it tells the application that it stops, and streams stay open.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        handle_stop = signal.getsignal(number)
        if not callable(handle_stop):
            continue

        def stop(received: int, frame: FrameType | None, handle: Any = handle_stop) -> None:
            end_streams()
            handle(received, frame)

        signal.signal(number, stop)
