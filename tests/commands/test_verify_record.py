"""`manage.py verify_record`: whole, or the first wrong entry by its number."""

import pytest
from django.core.management import CommandError, call_command

from dialogue.models import PositionVersion, RecordEntry, Workshop
from tests.cast import Cast, post

CODE = "two-banks"


def told(capsys: pytest.CaptureFixture[str], *codes: str) -> list[str]:
    call_command("verify_record", *codes)
    return capsys.readouterr().out.splitlines()


def test_whole_record_is_told_with_its_length_and_head(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    post(cast.abolitionist, cast.thread)
    workshop = Workshop.objects.get(code=CODE)

    lines = told(capsys, "Two-Banks")

    assert lines == [
        f"TWO-BANKS: {workshop.record_count} entries, unbroken, head {workshop.record_head}",
    ]


def test_all_workshops_are_verified_without_a_code(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys)

    assert [line.partition(":")[0] for line in lines] == ["TWO-BANKS", "TWO-BANKS-ELSEWHERE"]


def test_unknown_workshop_is_named(cast: Cast) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("verify_record", "nowhere")

    assert str(refusal.value) == "There is no workshop with the code “nowhere”."


def test_changed_entry_is_named_and_others_are_still_verified(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    RecordEntry.objects.filter(workshop=cast.workshop, number__in=[7, 9]).update(kind="thread_closed")

    with pytest.raises(CommandError) as refusal:
        call_command("verify_record")

    assert str(refusal.value) == "TWO-BANKS: entry 7: was changed after it was written."
    assert refusal.value.returncode == 1
    assert capsys.readouterr().out.startswith("TWO-BANKS-ELSEWHERE: ")


def test_entry_taken_out_is_named(cast: Cast) -> None:
    RecordEntry.objects.filter(workshop=cast.workshop, number=7).delete()

    with pytest.raises(CommandError, match="^TWO-BANKS: entry 7: missing"):
        call_command("verify_record", CODE)


def test_changed_words_are_named_by_the_entry_that_committed_to_them(cast: Cast) -> None:
    position = post(cast.abolitionist, cast.thread)
    number = RecordEntry.objects.get(subject=position.current_version_id).number
    PositionVersion.objects.update(claim="Something else.")

    with pytest.raises(CommandError) as refusal:
        call_command("verify_record", CODE)

    assert str(refusal.value) == f"TWO-BANKS: entry {number}: no longer matches the content it committed to."
