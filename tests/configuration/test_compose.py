"""What `docker-compose.yml` says, run without containers: the same commands, with the same variables.

Only addresses, ports and folders are others. Building the image needs a container engine and is not run here.
"""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import yaml

from tests.backing import PostgreSQL, free_port, postgresql_programs, redis_program, wait_until
from tests.installation import ACTS, SET_UP
from tests.server import ROOT

pytestmark = pytest.mark.xdist_group("compose")

HOST = "dialogue.example.org"
PATIENT = 90
"""Seconds that a machine may need which does much else."""
SECRETS = {
    "secret_key": "a secret for tests alone, as long as a real one has to be",
    "database_password": "data’base p@ssword",
    "redis_password": "a-queue-password",
    "email_url": "dummymail://",
}
SIGN_IN = """
from django.test import Client
from dialogue.models import Participant, Thread
someone = Participant.objects.get(role_label="A1", workshop__code="two-banks")
client = Client(); client.force_login(someone.user)
thread = Thread.objects.get(workshop=someone.workshop, key="hq-a")
print(client.cookies["__Host-sessionid"].value, thread.pk)
"""
FORGOTTEN_JOB = """
from django.utils import timezone
from dialogue.models import Job, Workshop
workshop = Workshop.objects.first()
Job.objects.create(
    workshop=workshop, kind="refresh_figures", subject=workshop.pk, created_at=timezone.now(), woken_at=None
)
"""
CHANGE = """
from django.db.models import F
from dialogue import live
from dialogue.models import Thread
Thread.objects.filter(pk="{thread}").update(room_changes=F("room_changes") + 1)
live.publish("{thread}")
"""


def described() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return told


def filled(text: str) -> str:
    """As Compose reads a value: `${NAME:-default}` is the default here, and `$$` is `$`."""
    return re.sub(r"(?<!\$)\$\{\w+:-([^}]*)\}", r"\1", text).replace("$$", "$")


@dataclass
class Stack:
    """Every service but the proxy, as a process of this machine."""

    folder: Path
    database: PostgreSQL
    ports: dict[str, int] = field(default_factory=lambda: {"web": free_port(), "redis": free_port()})
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def environment(self, service: str) -> dict[str, str]:
        told = described()["services"][service].get("environment", {})
        variables = {name: filled(value) for name, value in told.items()}
        for name, value in variables.items():
            if value.startswith("/run/secrets/"):
                variables[name] = str(self.folder / Path(value).name)
        elsewhere = {
            "DATABASE_URL": self.database.url().replace("postgres@", "bridgebuilders@"),
            "REDIS_URL": f"redis://127.0.0.1:{self.ports['redis']}/0",
            "PORT": str(self.ports["web"]),
            "REDIS_PORT": str(self.ports["redis"]),
            "REDIS_FOLDER": str(self.folder),
        }
        programs = (
            Path(sys.executable).parent,
            Path(redis_program()).parent,
            Path(redis_program("redis-cli")).parent,
            postgresql_programs(),
        )
        # What the image, or the machine it runs on, says.
        given = {
            "PATH": os.pathsep.join([*map(str, programs), os.environ["PATH"]]),
            "DATA_DIR": str(self.folder / "var"),
            "TMPDIR": str(self.folder),
            "HOSTNAME": f"{service}-1",
            "DJANGO_SETTINGS_MODULE": "bridgebuilders.settings",
            "BRIDGE_ENV_FILE": os.devnull,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.database.port),
        }
        return given | variables | {name: value for name, value in elsewhere.items() if name in variables}

    def command(self, service: str) -> list[str]:
        return [filled(word) for word in described()["services"][service]["command"]]

    def start(self, service: str) -> None:
        with (self.folder / f"{service}.log").open("ab") as log:
            self.running[service] = subprocess.Popen(
                self.command(service), cwd=ROOT, env=self.environment(service), stdout=log, stderr=log
            )

    def run(self, service: str, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=ROOT, env=self.environment(service), capture_output=True, text=True, check=False
        )

    def python(self, code: str) -> str:
        done = self.run("web", sys.executable, "-c", SET_UP + code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def is_healthy(self, service: str) -> bool:
        """Run the service's own health check."""
        kind, *words = (filled(word) for word in described()["services"][service]["healthcheck"]["test"])
        return self.run(service, *(["sh", "-c", *words] if kind == "CMD-SHELL" else words)).returncode == 0

    def ask(self, statement: str) -> Any:
        with psycopg.connect(self.database.url()) as connection:
            return connection.execute(statement).fetchone()  # type: ignore[call-overload]

    def log(self, service: str) -> str:
        return (self.folder / f"{service}.log").read_text()

    def stop(self, service: str) -> int:
        process = self.running.pop(service)
        process.send_signal(signal.SIGTERM)
        return process.wait(40)


def settings_of_postgres() -> tuple[str, ...]:
    program, *words = described()["services"]["postgres"]["command"]
    assert program == "postgres"
    assert set(words[::2]) == {"-c"}
    return tuple(words[1::2])


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    if "DATABASE_URL" not in os.environ:
        pytest.skip("PostgreSQL and Redis only: the services of docker-compose.yml")
    folder = tmp_path_factory.mktemp("stack")
    for name, told in SECRETS.items():
        (folder / name).write_text(f"{told}\n")
    # The account that PostgreSQL runs as is not let into the folder of the tests.
    of_database = Path(tempfile.mkdtemp(prefix="bridgebuilders-backing-"))
    database = PostgreSQL(of_database, settings_of_postgres())
    database.start()
    stack = Stack(folder, database)
    with psycopg.connect(database.url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE bridgebuilders LOGIN CREATEDB")
        connection.execute("ALTER DATABASE postgres OWNER TO bridgebuilders")
    try:
        stack.start("redis")
        wait_until(lambda: stack.is_healthy("redis"), "Redis is healthy")
        built = stack.run("web", sys.executable, "manage.py", "collectstatic", "--no-input", "-v0")
        assert built.returncode == 0, built.stderr
        migrated = stack.run("migrate", *stack.command("migrate"))
        assert migrated.returncode == 0, migrated.stderr
        for service in ("scheduler", "worker", "web"):
            stack.start(service)
        stack.python(ACTS)
        wait_until(lambda: stack.is_healthy("web"), "the web is healthy", PATIENT)
        yield stack
    finally:
        for service in list(stack.running):
            stack.stop(service)
        database.stop()
        shutil.rmtree(of_database)


def test_compose_accepts_the_file() -> None:
    if shutil.which("docker-compose") is None:
        pytest.skip("docker-compose is not installed: docker-compose.yml was not read by it")

    done = subprocess.run(
        ["docker-compose", "--file", ROOT / "docker-compose.yml", "config", "--quiet"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


def test_services_are_closed_to_each_other_as_far_as_they_can_be() -> None:
    services = described()["services"]

    assert list(services) == ["migrate", "web", "worker", "scheduler", "postgres", "redis", "proxy"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    for service in services.values():
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
        assert (service["read_only"], service["cap_drop"], service["init"]) == (True, ["ALL"], True)
        assert service["security_opt"] == ["no-new-privileges:true"]
    for name in ("web", "worker", "scheduler"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert services[name]["restart"] == "unless-stopped"
        assert services[name]["healthcheck"]["test"]


def test_no_secret_stands_in_the_file() -> None:
    told = described()
    variables = {
        name: value
        for service in told["services"].values()
        for name, value in service.get("environment", {}).items()
        if re.search("PASSWORD|SECRET|EMAIL_URL", name)
    }

    assert all(name.endswith("_FILE") for name in variables)
    assert all(value.startswith("/run/secrets/") for value in variables.values())
    assert {Path(value).name for value in variables.values()} <= told["secrets"].keys()


def test_web_is_ready_with_several_processes(stack: Stack) -> None:
    # A job that had to wait for the worker’s start is taken up meanwhile.
    address = f"http://127.0.0.1:{stack.ports['web']}/readyz"
    with httpx.Client(headers={"Host": HOST}, timeout=PATIENT) as visitor:
        wait_until(lambda: visitor.get(address).status_code == 200, "the web is ready", PATIENT)
        answer = visitor.get(address)

    assert set(answer.json().values()) == {"ok"}
    assert "Server" not in answer.headers


def test_worker_does_a_job(stack: Stack) -> None:
    wait_until(
        lambda: stack.ask("SELECT count(*) FROM dialogue_job WHERE state <> 'done'") == (0,),
        "every job is done", PATIENT,
    )  # fmt: skip

    assert stack.ask("SELECT count(*) > 0 FROM dialogue_export WHERE size > 0") == (True,)
    assert stack.is_healthy("worker")


def test_scheduler_sends_the_sweep(stack: Stack) -> None:
    stack.python(FORGOTTEN_JOB)

    wait_until(
        lambda: stack.ask("SELECT state FROM dialogue_job WHERE kind = 'refresh_figures'") == ("done",),
        "the sweep hands over what no queue knows of", PATIENT,
    )  # fmt: skip

    assert stack.is_healthy("scheduler")


def test_postgres_and_redis_are_healthy_and_keep_what_they_are_told(stack: Stack) -> None:
    import redis

    password = SECRETS["redis_password"]
    with redis.Redis(port=stack.ports["redis"], password=password, decode_responses=True) as queue:
        kept = [queue.config_get(name)[name] for name in ("appendonly", "appendfsync", "maxmemory-policy")]
    with redis.Redis(port=stack.ports["redis"]) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()

    assert kept == ["yes", "everysec", "noeviction"]
    assert stack.is_healthy("postgres")
    assert stack.ask("SHOW log_error_verbosity") == ("terse",)


def proxy_configuration(stack: Stack, folder: Path, ports: tuple[int, int]) -> Path:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
         "-keyout", folder / "tls_key", "-out", folder / "tls_certificate"],
        check=True, capture_output=True,
    )  # fmt: skip
    text = (ROOT / "proxy" / "nginx.conf").read_text()
    elsewhere = {
        "8080": str(ports[0]),
        "8443": str(ports[1]),
        "web:8000": f"127.0.0.1:{stack.ports['web']}",
        "/run/secrets/": f"{folder}/",
        "/tmp/": f"{folder}/",
    }
    assert all(told in text for told in elsewhere)
    # All at once, for the folder of the tests lies in /tmp/ itself.
    text = re.sub("|".join(elsewhere), lambda told: elsewhere[told[0]], text)
    file = folder / "nginx.conf"
    file.write_text(text)
    return file


@pytest.fixture
def proxy(stack: Stack, tmp_path: Path) -> Iterator[tuple[int, int]]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None or shutil.which("openssl") is None:
        pytest.skip("nginx is not installed: proxy/nginx.conf was not run")
    ports = (free_port(), free_port())
    file = proxy_configuration(stack, tmp_path, ports)
    checked = subprocess.run(
        [program, "-e", "stderr", "-t", "-c", file], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    words = [word.replace("/etc/bridgebuilders/nginx.conf", str(file)) for word in stack.command("proxy")]
    with (tmp_path / "nginx.log").open("ab") as log:
        process = subprocess.Popen([program, *words[1:]], stdout=log, stderr=log)
    try:
        wait_until(lambda: answers(ports[1]), "the proxy answers")
        yield ports
    finally:
        process.send_signal(signal.SIGQUIT)
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def test_proxy_encrypts_and_believes_no_visitor(stack: Stack, proxy: tuple[int, int]) -> None:
    plain, encrypted = proxy
    context = trusting()
    context.set_alpn_protocols(["h2"])
    with socket.create_connection(("127.0.0.1", encrypted)) as raw, context.wrap_socket(raw) as spoken:
        protocol = spoken.selected_alpn_protocol()

    with httpx.Client(
        verify=trusting(), headers={"Host": HOST, "X-Forwarded-Proto": "http"}, timeout=PATIENT
    ) as visitor:
        moved = visitor.get(f"http://127.0.0.1:{plain}/help/")
        shown = visitor.get(f"https://127.0.0.1:{encrypted}/help/")
        ready = visitor.get(f"https://127.0.0.1:{encrypted}/readyz")
        large = visitor.post(f"https://127.0.0.1:{encrypted}/sign-in/", content=b"x" * 3 * 1024 * 1024)

    assert protocol == "h2"
    assert (moved.status_code, moved.headers["Location"]) == (308, f"https://{HOST}/help/")
    assert (shown.status_code, shown.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
    assert ready.status_code == 404
    assert large.status_code == 413


def test_stream_passes_the_proxy_at_once_and_ends_with_the_server(
    stack: Stack, proxy: tuple[int, int]
) -> None:
    session, thread = stack.python(SIGN_IN).split()
    (number,) = stack.ask(f"SELECT room_changes FROM dialogue_thread WHERE id = '{thread}'")
    address = f"https://127.0.0.1:{proxy[1]}/threads/{thread}/live/?after={number}"
    headers = {"Host": HOST, "Cookie": f"__Host-sessionid={session}"}

    with (
        httpx.Client(verify=trusting(), timeout=PATIENT) as visitor,
        visitor.stream("GET", address, headers=headers) as stream,
    ):
        assert stream.status_code == 200, stream.read()
        lines = stream.iter_lines()
        begun = [next(lines) for _line in range(5)]
        stack.python(CHANGE.format(thread=thread))
        heard = next(line for line in lines if line.startswith("id: "))
        stopped = stack.stop("web")
        rest = [line for line in lines if line]
    stack.start("web")
    wait_until(lambda: stack.is_healthy("web"), "the web is healthy again", PATIENT)

    # The lines came while the answer was still open, so nothing held them back.
    assert begun == ["retry: 3000", "", "event: here", "data:", ""]
    assert (heard, rest[:2]) == (f"id: {number + 1}", ["event: changed", f"data: {number + 1}"])
    assert stopped == 0
    assert "Traceback" not in stack.log("web")
