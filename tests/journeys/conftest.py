"""One server for every journey that needs a real process; each leaves it fit for the next, in any order."""

from collections.abc import Iterator

import pytest

from tests.server import Demonstration, running


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with running(tmp_path_factory.mktemp("demonstration")) as server:
        yield server
