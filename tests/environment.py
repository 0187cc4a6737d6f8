"""
What the settings read while tests run.

Loaded by pytest before Django, so that tests neither need an environment nor touch the data of an
installation: a database in memory, files in a folder that is deleted afterwards, e-mail kept in a list.
`DATABASE_URL` and `REDIS_URL` are kept where given, so that the same tests run on PostgreSQL and Redis.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest

# Of what tests leave behind little is in circles, and to look for it as often as usual takes a twentieth of
# all the time.
gc.set_threshold(200_000, 50, 1000)

FOLDER = tempfile.mkdtemp(prefix="bridgebuilders-tests-")

os.environ |= {
    "BRIDGE_ENV_FILE": os.devnull,
    "SECRET_KEY": "a secret for tests alone, as long as a real one has to be",
    "DATA_DIR": FOLDER,
    "DJANGO_ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "EMAIL_URL": "memorymail://",
    "BRIDGE_HTTPS": "0",
    "BRIDGE_HASHED_STATIC": "0",
    "BRIDGE_DEMO": "0",
    "DJANGO_DEBUG": "0",
    "WEB_CONCURRENCY": "1",
    "LOG_LEVEL": "WARNING",
}

if queue := os.environ.get("REDIS_URL"):
    # Processes that run tests side by side must not empty each other's cache.
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = f"{queue.rpartition('/')[0]}/{number}"


@pytest.fixture(autouse=True)
def forget_earlier_tries() -> None:
    """Limits on tries are counted in the cache, which outlives a test."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def speak_the_language_of_the_source() -> Iterator[None]:
    """A request made in a test leaves its reader's language behind, as requests of a server never meet."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


def pytest_configure(config: pytest.Config) -> None:
    # The browser's driver keeps an event loop in the thread of the tests; the tests themselves stay
    # synchronous.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    if not hasattr(config, "workerinput"):
        from django.core.management import call_command

        call_command("compile_translations", verbosity=0)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
