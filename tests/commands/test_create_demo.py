"""`manage.py create_demo` says what it did, and that it did nothing."""

import re

import pytest
from django.core.management import call_command

from dialogue.models import Workshop


def test_first_run_creates_and_the_second_says_that_it_stands(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_demo")
    created = capsys.readouterr().out
    head = Workshop.objects.get(code="building-bridges").record_head
    call_command("create_demo")

    assert re.fullmatch(
        r"Created the workshop “Building Bridges” in \d+ seconds: 17 people, 100 positions and proposals, "
        r"204 responses, 10 findings, \d+ entries in the record\.\n",
        created,
    )
    assert capsys.readouterr().out == (
        "The workshop “Building Bridges” stands already; nothing was changed.\n"
    )
    assert Workshop.objects.get(code="building-bridges").record_head == head
