"""Addresses of databases and queues, and what is made of them."""

import pytest

from bridgebuilders import asking
from bridgebuilders.databases import PATIENCE, PREPARED, database_at, with_password, without_haste
from tests.backing import free_port


@pytest.mark.parametrize(
    ("url", "password", "expected"),
    [
        ("redis://queue:6379/0", "a/b@c", "redis://:a%2Fb%40c@queue:6379/0"),
        ("rediss://user:old@queue:6379/0", "new", "rediss://user:new@queue:6379/0"),
        ("redis://queue:6379/0", "", "redis://queue:6379/0"),
        ("", "alone", ""),
    ],
)
def test_password_is_put_into_an_address(url: str, password: str, expected: str) -> None:
    assert with_password(url, password) == expected


def test_what_takes_long_has_no_limits_and_no_pool() -> None:
    hasty = database_at("postgresql://app@db/bridge?sslmode=require", pool=4)

    patient = without_haste(hasty)

    assert (hasty["OPTIONS"]["options"], hasty["OPTIONS"]["pool"]["max_size"]) == (PATIENCE, 4)
    assert patient["OPTIONS"] == {"sslmode": "require", "connect_timeout": 5, **PREPARED}


def test_limits_that_an_operator_chose_stay() -> None:
    chosen = database_at("postgresql://db/bridge?options=-c%20statement_timeout%3D60s")

    assert without_haste(chosen)["OPTIONS"]["options"] == "-c statement_timeout=60s"


def test_nothing_is_prepared_behind_a_pooler() -> None:
    url = "postgresql://app@db/bridge"

    direct, pooled = database_at(url), database_at(url, direct=False)

    assert PREPARED.items() <= direct["OPTIONS"].items()
    assert "DISABLE_SERVER_SIDE_CURSORS" not in direct
    assert set(pooled["OPTIONS"]) == {"options", "connect_timeout"}
    assert pooled["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_web_process_that_is_not_there_is_not_well() -> None:
    assert not asking.is_well(free_port(), "localhost")
