"""The record: it holds no content, it verifies after every act, and no tampering goes unnoticed."""

import hashlib
import secrets
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogue.enums import RecordKind, StanceChoice
from dialogue.exceptions import DialogueError
from dialogue.models import (
    CoSponsorship,
    FindingVersion,
    Participant,
    Position,
    PositionVersion,
    RecordedRow,
    RecordEntry,
    Response,
    Summary,
    Tagging,
    User,
    Workshop,
)
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.record import (
    RECORDED,
    canonical,
    chained_hash,
    commitment,
    enter,
    enter_together,
    verify_record,
)
from dialogue.services.responses import Answer, respond
from dialogue.services.threads import close_thread, open_thread
from tests.cast import Cast, assemble, post
from tests.services.every_act import MARK, perform_every_act
from tests.services.simultaneous import at_once

CHANGED = "no longer matches the content it committed to"
REWRITTEN = "was changed after it was written"
UNCHAINED = "does not follow the entry before it"


@pytest.fixture
def played(cast: Cast) -> Cast:
    perform_every_act(cast)
    return cast


def fault(workshop: Workshop) -> tuple[int, str] | None:
    found = verify_record(workshop)
    return (found.number, str(found.what)) if found else None


def entries(workshop: Workshop) -> list[RecordEntry]:
    return list(RecordEntry.objects.filter(workshop=workshop).order_by("number"))


def sql(statement: str, *values: object) -> None:
    """Change the database as somebody would who has its password and not our code."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount >= 1


def in_column(identifier: uuid.UUID) -> object:
    return identifier.hex if connection.vendor == "sqlite" else identifier


# What stands in it


def test_every_kind_of_act_leaves_its_entry_and_the_chain_verifies(played: Cast) -> None:
    kinds = {entry.kind for entry in entries(played.workshop)}

    # A condition is judged by its holder's next answer; no act of its own does so yet.
    # A conversation that is carried in makes a workshop of its own.
    assert set(RecordKind) - kinds == {RecordKind.CONDITION_JUDGED, RecordKind.CONVERSATION_IMPORTED}
    assert fault(played.workshop) is None


def test_numbers_run_without_a_gap_and_the_workshop_knows_the_end(played: Cast) -> None:
    found = entries(played.workshop)
    workshop = Workshop.objects.get(pk=played.workshop.pk)

    assert [entry.number for entry in found] == list(range(1, len(found) + 1))
    assert (workshop.record_count, workshop.record_head) == (found[-1].number, found[-1].entry_hash)
    assert [entry.previous_hash for entry in found] == ["", *(entry.entry_hash for entry in found[:-1])]


def test_entries_hold_no_text_name_address_or_answer(played: Cast) -> None:
    names = [value for pair in User.objects.values_list("email", "name") for value in pair if value]
    labels = Participant.objects.filter(workshop=played.workshop).values_list("role_label", flat=True)
    columns = {field.name for field in RecordEntry._meta.get_fields()}
    told = "\n".join(
        str(row)
        for row in RecordEntry.objects.values_list(
            "subject", "actor", "commitment", "previous_hash", "entry_hash"
        )
    ).casefold()

    assert columns == {
        "id", "workshop", "number", "kind", "subject", "actor", "commitment", "previous_hash", "entry_hash"
    }  # fmt: skip
    assert MARK.casefold() not in told
    assert not [name for name in names if name.casefold() in told]
    assert not [label for label in labels if f"'{label.casefold()}'" in told]
    assert not [stance for stance in StanceChoice.values if f"'{stance}'" in told]


def test_actor_is_the_pseudonym_and_no_id_of_the_participant(played: Cast) -> None:
    people = Participant.objects.filter(workshop=played.workshop)
    actors = {entry.actor for entry in entries(played.workshop)}

    assert actors <= set(people.values_list("pseudonym", flat=True))
    assert not actors & set(people.values_list("pk", flat=True))


def test_same_content_twice_leaves_two_different_commitments(cast: Cast) -> None:
    for _time in range(2):
        post(cast.abolitionist, cast.thread, "The same words.")

    commitments = [
        entry.commitment for entry in entries(cast.workshop) if entry.kind == RecordKind.WORDING_ADDED
    ]

    assert len(set(commitments)) == 2


def test_commitment_proves_the_content_to_who_has_content_and_salt() -> None:
    salt, content = secrets.token_hex(16), {"b": "ä", "a": [1, None]}

    expected = hashlib.sha256(bytes.fromhex(salt) + '{"a":[1,null],"b":"ä"}'.encode()).hexdigest()

    assert commitment(salt, content) == expected


def test_canonical_json_refuses_what_has_no_one_spelling() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"share": float("nan")})


def test_entry_outside_a_transaction_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "get_connection", lambda: SimpleNamespace(in_atomic_block=False))

    with pytest.raises(RuntimeError):
        enter(workshop=cast.workshop, kind=RecordKind.THREAD_EDITED, subject=cast.thread, by=None)

    monkeypatch.undo()


def test_entry_without_an_actor_verifies(cast: Cast) -> None:
    entry = enter(workshop=cast.workshop, kind=RecordKind.THREAD_EDITED, subject=cast.thread, by=None)

    assert entry.actor is None
    assert fault(cast.workshop) is None


def test_number_is_unique_in_a_workshop(cast: Cast) -> None:
    last = entries(cast.workshop)[-1]

    last.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        last.save(force_insert=True)


def test_records_of_workshops_are_apart(played: Cast) -> None:
    elsewhere = played.other_moderator.workshop

    sql("UPDATE dialogue_recordentry SET kind = 'thread_added' WHERE workshop_id = %s AND number = 3",
        in_column(played.workshop.pk))  # fmt: skip

    assert fault(played.workshop) == (3, REWRITTEN)
    assert fault(elsewhere) is None


def test_refused_act_leaves_no_entry(cast: Cast) -> None:
    before = len(entries(cast.workshop))

    def give_up() -> None:
        with transaction.atomic():
            post(cast.abolitionist, cast.thread)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        give_up()

    assert len(entries(cast.workshop)) == before
    assert fault(cast.workshop) is None


def test_every_row_with_a_salt_is_one_the_record_looks_at() -> None:
    assert set(RECORDED) == set(RecordedRow.__subclasses__())


@pytest.mark.django_db(transaction=True)
def test_acts_at_the_same_moment_queue_up_into_one_chain(tmp_path: Path) -> None:
    cast = assemble()
    counted: list[int] = []

    def posting(by: Participant) -> Callable[[], None]:
        return lambda: counted.append(post(by, cast.thread).number)

    def look() -> None:
        counted.append(0 if fault(cast.workshop) is None else -1)

    at_once(posting(cast.abolitionist), posting(cast.supporter), look, folder=tmp_path)

    assert sorted(counted) == [0, 1, 2]


# What tampering does to it


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "position_withdrawn"),
        ("subject", "5" * 32),
        ("actor", "7" * 32),
        ("commitment", "0" * 64),
        ("entry_hash", "0" * 64),
    ],
)
def test_edited_entry_is_found(played: Cast, column: str, value: str) -> None:
    sql(f"UPDATE dialogue_recordentry SET {column} = %s WHERE workshop_id = %s AND number = 40",
        value, in_column(played.workshop.pk))  # fmt: skip

    assert fault(played.workshop) == (40, REWRITTEN)


def test_entry_chained_to_another_is_found(played: Cast) -> None:
    sql("UPDATE dialogue_recordentry SET previous_hash = %s WHERE workshop_id = %s AND number = 40",
        "0" * 64, in_column(played.workshop.pk))  # fmt: skip

    assert fault(played.workshop) == (40, UNCHAINED)


def test_entry_deleted_in_the_middle_is_found(played: Cast) -> None:
    RecordEntry.objects.filter(workshop=played.workshop, number=40).delete()

    assert fault(played.workshop) == (40, "missing: the next entry has another number")


def test_entry_deleted_and_the_rest_renumbered_is_found(played: Cast) -> None:
    later = entries(played.workshop)[40:]
    RecordEntry.objects.filter(workshop=played.workshop, number=40).delete()
    for entry in later:
        RecordEntry.objects.filter(pk=entry.pk).update(number=entry.number - 1)

    assert fault(played.workshop) == (40, UNCHAINED)


def test_first_entry_deleted_is_found(played: Cast) -> None:
    RecordEntry.objects.filter(workshop=played.workshop, number=1).delete()

    assert fault(played.workshop) == (1, "missing: the next entry has another number")


def test_inserted_entry_is_found(played: Cast) -> None:
    for entry in reversed(entries(played.workshop)[39:]):
        RecordEntry.objects.filter(pk=entry.pk).update(number=entry.number + 1)
    forged = entries(played.workshop)[38]
    forged.pk, forged.number = None, 40
    forged.save(force_insert=True)

    assert fault(played.workshop) == (40, UNCHAINED)


def test_swapped_entries_are_found(played: Cast) -> None:
    one, other = entries(played.workshop)[39:41]
    for pk, number in ((one.pk, 10_000), (other.pk, 40), (one.pk, 41)):
        RecordEntry.objects.filter(pk=pk).update(number=number)

    assert fault(played.workshop) == (40, UNCHAINED)


def test_truncated_end_is_found(played: Cast) -> None:
    end = entries(played.workshop)[-1].number
    RecordEntry.objects.filter(workshop=played.workshop, number__gt=end - 3).delete()

    assert fault(played.workshop) == (end - 2, "missing: the workshop remembers a longer record")


def test_emptied_record_is_found(played: Cast) -> None:
    RecordEntry.objects.filter(workshop=played.workshop).delete()

    assert fault(played.workshop) == (1, "missing: the workshop remembers a longer record")


def restamp(entry: RecordEntry) -> None:
    """Hash an entry anew, as somebody may who knows how it is done."""
    RecordEntry.objects.filter(pk=entry.pk).update(kind=entry.kind, entry_hash=chained_hash(entry))


def test_restamped_entry_no_longer_carries_the_next(played: Cast) -> None:
    entry = entries(played.workshop)[39]
    entry.kind = RecordKind.THREAD_CLOSED

    restamp(entry)

    assert fault(played.workshop) == (41, UNCHAINED)


def test_restamped_last_entry_is_not_the_end_the_workshop_remembers(played: Cast) -> None:
    entry = entries(played.workshop)[-1]
    entry.kind = RecordKind.THREAD_CLOSED

    restamp(entry)

    assert fault(played.workshop) == (
        entry.number,
        "is not the end of the record that the workshop remembers",
    )


def test_entry_added_past_the_end_is_found(played: Cast) -> None:
    entry = entries(played.workshop)[-1]
    entry.pk, entry.number, entry.previous_hash = None, entry.number + 1, entry.entry_hash
    entry.save(force_insert=True)
    restamp(entry)

    assert fault(played.workshop) == (
        entry.number,
        "is not the end of the record that the workshop remembers",
    )


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        ("positionversion", "claim", "Something else.", RecordKind.WORDING_ADDED),
        ("response", "stance", "agree", RecordKind.RESPONSE_GIVEN),
        ("condition", "text", "Something else.", RecordKind.CONDITION_STATED),
        ("findingversion", "level", "convergence", RecordKind.FINDING_DRAFTED),
        ("summary", "text", "Something else.", RecordKind.SUMMARY_WRITTEN),
        ("workshop", "smallest_group", 1, RecordKind.THREADS_REORDERED),
    ],
)
def test_content_changed_behind_the_record_is_found(
    played: Cast, table: str, column: str, value: object, kind: RecordKind
) -> None:
    entry = RecordEntry.objects.filter(workshop=played.workshop, kind=kind).order_by("number").first()
    assert entry is not None
    newest = (
        RecordEntry.objects.filter(workshop=played.workshop, subject=entry.subject)
        .order_by("-number")
        .first()
    )
    assert newest is not None

    sql(f"UPDATE dialogue_{table} SET {column} = %s WHERE id = %s", value, in_column(entry.subject))

    assert fault(played.workshop) == (newest.number, CHANGED)


# What erasing does not do to it


def test_erased_wording_with_its_salt_leaves_the_chain_valid(played: Cast) -> None:
    version = PositionVersion.objects.filter(position__thread=played.thread).first()
    assert version is not None

    PositionVersion.objects.filter(pk=version.pk).update(claim="", reasoning="", step="", salt="")

    assert fault(played.workshop) is None


def test_erased_words_with_the_salt_kept_are_a_change(played: Cast) -> None:
    PositionVersion.objects.filter(position__thread=played.thread).update(claim="")

    found = fault(played.workshop)

    assert found is not None
    assert found[1] == CHANGED


def test_deleted_response_leaves_the_chain_valid(played: Cast) -> None:
    Response.objects.all().delete()

    assert fault(played.workshop) is None


def test_erased_person_leaves_the_chain_valid(played: Cast) -> None:
    person = played.abolitionist
    User.objects.filter(pk=person.user_id).update(email="erased@example.org", name="")
    Participant.objects.filter(pk=person.pk).update(pseudonym=uuid.uuid4(), role_label="erased", salt="")

    assert fault(played.workshop) is None


def test_everything_said_may_be_erased(played: Cast) -> None:
    for model in (Tagging, Summary, CoSponsorship, Response):
        model.objects.all().delete()
    for salted in (FindingVersion, PositionVersion, Position):
        salted.objects.update(salt="")

    assert fault(played.workshop) is None


# Whatever people do, in whatever order


def put_forward(cast: Cast, choice: int) -> None:
    post((cast.abolitionist, cast.supporter, cast.neither)[choice], cast.thread)


def revise(cast: Cast, choice: int) -> None:
    for position in Position.objects.filter(thread=cast.thread)[choice : choice + 1]:
        wording = PositionWording("Other words.", "Because.", "en")
        revise_position(by=position.author, position=position, wording=wording, expected_version=1)


def withdraw(cast: Cast, choice: int) -> None:
    for position in Position.objects.filter(thread=cast.thread)[choice : choice + 1]:
        withdraw_position(by=position.author, position=position)


def answer(cast: Cast, choice: int) -> None:
    for position in Position.objects.filter(thread=cast.thread)[:1]:
        said = Answer(StanceChoice.values[choice], "en", condition="if so")
        assert position.current_version is not None
        respond(by=cast.neither, position=position, version_id=position.current_version.pk, answer=said)


def open_or_close(cast: Cast, choice: int) -> None:
    (open_thread if choice else close_thread)(by=cast.moderator, thread=cast.thread)


ACTS = st.sampled_from([put_forward, revise, withdraw, answer, open_or_close])


@given(st.lists(st.tuples(ACTS, st.integers(0, 2)), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_record_verifies_whatever_people_do(
    cast: Cast, acts: list[tuple[Callable[[Cast, int], None], int]]
) -> None:
    with transaction.atomic():
        for act, choice in acts:
            before = len(entries(cast.workshop))
            with suppress(DialogueError):
                act(cast, choice)
                before = len(entries(cast.workshop))
            assert len(entries(cast.workshop)) == before
            assert fault(cast.workshop) is None
        transaction.set_rollback(True)


def test_entries_made_together_are_those_made_one_by_one(cast: Cast) -> None:
    before = entries(cast.workshop)[-1]
    subjects = [cast.thread, cast.closed_thread]

    with transaction.atomic():
        made = enter_together(
            workshop=cast.workshop,
            acts=[(RecordKind.THREAD_EDITED, subject) for subject in subjects],
            by=cast.organiser,
        )

    assert [entry.number for entry in made] == [before.number + 1, before.number + 2]
    assert [entry.previous_hash for entry in made] == [before.entry_hash, made[0].entry_hash]
    assert entries(cast.workshop)[-2:] == made
    assert fault(cast.workshop) is None
