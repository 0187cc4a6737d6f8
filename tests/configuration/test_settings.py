"""What an installation's environment decides, each in a process of its own."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ("DEBUG", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_NAME")
SHOW = (
    "import json; from bridgebuilders import settings; "
    f"print(json.dumps({{name: getattr(settings, name) for name in {SHOWN}}}))"
)


def run(code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder),
        "PYTHONPATH": str(ROOT),
        "BRIDGE_ENV_FILE": os.devnull,
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        env=clean | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_start_without_a_secret_key_is_refused_in_a_sentence(tmp_path: Path) -> None:
    refused = run("import bridgebuilders.settings", tmp_path)
    started = run("import bridgebuilders.settings", tmp_path, SECRET_KEY="long and random")

    assert started.returncode == 0, started.stderr
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith(
        "django.core.exceptions.ImproperlyConfigured: "
        "Bridgebuilders does not start without a secret key: set SECRET_KEY"
    )


def test_production_is_closed_and_encrypted_by_default(tmp_path: Path) -> None:
    shown = run(SHOW, tmp_path, DJANGO_SECRET_KEY="long and random")

    assert json.loads(shown.stdout) == {
        "DEBUG": False,
        "ALLOWED_HOSTS": [],
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
    }


def test_demonstration_answers_on_this_machine_alone(tmp_path: Path) -> None:
    shown = run(SHOW, tmp_path, BRIDGE_DEMO="1")

    assert json.loads(shown.stdout) == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "SECURE_SSL_REDIRECT": False,
        "SESSION_COOKIE_SECURE": False,
        "SESSION_COOKIE_NAME": "sessionid",
    }


def test_demonstration_keeps_a_random_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    show_secret = "from bridgebuilders import settings; print(settings.SECRET_KEY)"

    first = run(show_secret, tmp_path / "one", BRIDGE_DEMO="1").stdout
    again = run(show_secret, tmp_path / "one", BRIDGE_DEMO="1").stdout
    other = run(show_secret, tmp_path / "other", BRIDGE_DEMO="1").stdout

    assert first == again != other
    assert len(first.strip()) >= 50
    assert stat.S_IMODE((tmp_path / "one" / "demo-secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["demo-secret"]


def test_addresses_of_services_move_everything_there(tmp_path: Path) -> None:
    code = (
        "from bridgebuilders import settings as s; "
        "print(s.DATABASES['default']['ENGINE'], s.CELERY_BROKER_URL, s.CHANNEL_LAYERS['default']['BACKEND'])"
    )

    alone = run(code, tmp_path, SECRET_KEY="long and random")
    served = run(
        code,
        tmp_path,
        SECRET_KEY="long and random",
        DATABASE_URL="postgresql://localhost/bridgebuilders",
        REDIS_URL="redis://localhost:6379/0",
    )

    assert alone.stdout.split() == [
        "bridgebuilders.sqlite",
        "memory://localhost//",
        "dialogue.live.LocalLayer",
    ]
    assert served.stdout.split() == [
        "django.db.backends.postgresql",
        "redis://localhost:6379/0",
        "channels_redis.pubsub.RedisPubSubChannelLayer",
    ]


def test_sqlite_file_waits_for_its_turn_and_writes_through(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); from django.db import connection; cursor = connection.cursor(); "
        "print(*(cursor.execute('PRAGMA ' + name).fetchone()[0] for name in "
        "('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout')), connection.transaction_mode)"
    )

    shown = run(
        code, tmp_path, SECRET_KEY="long and random", DJANGO_SETTINGS_MODULE="bridgebuilders.settings"
    )

    assert shown.stdout.split() == ["wal", "2", "1", "20000", "IMMEDIATE"], shown.stderr


SHOW_SECRETS = (
    "from bridgebuilders import settings as s; "
    "print(s.SECRET_KEY, s.DATABASES['default']['PASSWORD'], s.REDIS_URL, s.EMAIL_HOST_PASSWORD)"
)


def test_secrets_come_from_files_as_from_variables(tmp_path: Path) -> None:
    secrets = {
        "SECRET_KEY": "long-and-random",
        "DATABASE_PASSWORD": "p@ss/word",
        "REDIS_PASSWORD": "an@other/",
        "EMAIL_URL": "smtp+tls://user:third@mail.example.org:587",
    }
    addresses = {"DATABASE_URL": "postgresql://app@db/bridge", "REDIS_URL": "redis://queue:6379/0"}
    for name, told in secrets.items():
        (tmp_path / name).write_text(f"{told}\n")

    by_variable = run(SHOW_SECRETS, tmp_path, **addresses, **secrets)
    by_file = run(
        SHOW_SECRETS, tmp_path, **addresses, **{f"{name}_FILE": str(tmp_path / name) for name in secrets}
    )

    assert by_file.stdout == by_variable.stdout
    assert by_file.stdout.split() == [
        "long-and-random",
        "p@ss/word",
        "redis://:an%40other%2F@queue:6379/0",
        "third",
    ]


def test_secret_file_that_is_missing_or_empty_stops_the_start_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "whole").write_text("long and random")

    missing, empty, whole = (
        run("import bridgebuilders.settings", tmp_path, SECRET_KEY_FILE=str(tmp_path / name))
        for name in ("missing", "empty", "whole")
    )

    assert whole.returncode == 0, whole.stderr
    assert f"SECRET_KEY_FILE names {tmp_path}/missing, which cannot be read" in missing.stderr
    assert empty.stderr.splitlines()[-1].endswith(f"SECRET_KEY_FILE names {tmp_path}/empty, which is empty.")


def test_pool_is_for_postgresql_and_only_where_asked_for(tmp_path: Path) -> None:
    code = "from bridgebuilders import settings as s; print(s.DATABASES['default']['OPTIONS'].get('pool'))"
    secret_key = {"SECRET_KEY": "long and random"}
    postgresql = {"DATABASE_URL": "postgresql://localhost/bridge"}

    pooled = run(code, tmp_path, **secret_key, **postgresql, BRIDGE_DATABASE_POOL="7")
    unasked = run(code, tmp_path, **secret_key, **postgresql)
    sqlite = run(code, tmp_path, **secret_key, BRIDGE_DATABASE_POOL="7")

    assert "'max_size': 7" in pooled.stdout
    assert (unasked.stdout.strip(), sqlite.stdout.strip()) == ("None", "None")


def test_maps_are_drawn_in_one_thread() -> None:
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
