"""What files of a conversation tell of a workshop, and what they never tell."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from dialogue import rules
from dialogue.convergence import count_by_camp
from dialogue.convergence.files import (
    ConversationExport,
    ExportedStatement,
    ExportedVotes,
    flat_files,
    polis_files,
    read_export,
    zipped,
)
from dialogue.enums import Attribution, StanceChoice
from dialogue.models import Figure, Participant, Position, Response, Round, Workshop
from dialogue.selectors.conversations import conversation_as_export
from dialogue.services.figures import refresh_workshop_figures
from dialogue.services.participants import remove_participant
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from tests.cast import Cast, as_carried_in, assemble, post

A, L, P, D, O = StanceChoice.values  # noqa: E741
FILES = {"polis": polis_files, "flat": flat_files}


def say(position: Position, *answers: tuple[Participant, str]) -> None:
    position.refresh_from_db()
    assert position.current_version_id is not None
    for by, stance in answers:
        answer = Answer(stance, "en", reason="A reason only I would give.")
        respond(by=by, position=position, version_id=position.current_version_id, answer=answer)


def talk(cast: Cast) -> list[Position]:
    """Three proposals that people of both camps and of neither have answered."""
    said = [post(cast.abolitionist, cast.thread, f"Proposal {n}.", kind="proposal") for n in (1, 2, 3)]
    a, d, n = cast.abolitionists, cast.supporters, cast.of_neither
    say(said[0], (a[0], A), (a[1], L), (a[2], D), (a[3], A), (d[0], D), (d[1], D), (d[2], O), (n[0], A))
    say(said[1], (a[0], P), (a[1], A), (d[0], A), (d[3], L), (n[1], D))
    say(said[2], (a[0], D), (d[0], A))
    return said


@pytest.fixture(params=list(Attribution))
def attribution(request: pytest.FixtureRequest) -> Attribution:
    return Attribution(request.param)


def in_words(export: ConversationExport) -> str:
    return "".join(line for files in FILES.values() for lines in files(export).values() for line in lines())


def counts(export: ConversationExport) -> dict[object, dict[str, tuple[int, ...]]]:
    """Of every statement, the answers of each camp in three steps."""
    conversation = export.to_conversation()
    return {
        statement: {
            camp: (each.agree, each.passed, each.disagree)
            for camp, each in zip(conversation.camps, of_camps, strict=True)
        }
        for statement, of_camps in count_by_camp(conversation).items()
    }


def figures_of(workshop: Workshop) -> dict[object, dict[str, tuple[int, ...]]]:
    """The same from the figures that are stored."""
    labels = {camp.key: str(camp) for camp in workshop.camps.all()}
    return {
        figure.version.position.number: {
            labels[camp.key]: (
                camp.counts[StanceChoice.AGREE] + camp.counts[StanceChoice.CAN_LIVE_WITH_IT],  # type: ignore[index]
                camp.counts[StanceChoice.PASS],  # type: ignore[index]
                camp.counts[StanceChoice.DISAGREE] + camp.counts[StanceChoice.OBJECT],  # type: ignore[index]
            )
            for camp in figure.figures.camps
            if camp.counts is not None
        }
        for figure in Figure.objects.select_related("version__position").filter(
            version__position__thread__workshop=workshop, version__current_of__withdrawn_at__isnull=True
        )
    }


def test_counts_are_those_of_the_figures_under_every_rule(db: None, attribution: Attribution) -> None:
    cast = as_carried_in(assemble(attribution=attribution))
    talk(cast)

    export = conversation_as_export(cast.workshop, cast.thread)

    assert counts(export) == figures_of(cast.workshop)
    assert export.summary["attribution"] == attribution
    assert export.camps.names == ("abolitionist", "deterrence supporter")


def test_steps_are_five_only_where_somebody_used_the_fourth_or_fifth(cast: Cast) -> None:
    said = post(cast.abolitionist, cast.thread, kind="proposal")
    say(said, (cast.abolitionist, A), (cast.supporter, D))
    plain = conversation_as_export(cast.workshop)
    say(said, (cast.supporter, O))

    assert plain.votes.stances is None
    assert conversation_as_export(cast.workshop).votes.stances is not None


def test_nobody_and_no_moment_is_in_them(db: None, attribution: Attribution) -> None:
    cast = as_carried_in(assemble(attribution=attribution))
    talk(cast)

    export = conversation_as_export(cast.workshop)
    words = in_words(export)

    told = [
        value
        for person in Participant.objects.filter(workshop=cast.workshop).select_related("user")
        for value in (person.user.email, person.user.name, str(person.pk), str(person.pseudonym))
    ]
    assert [value for value in told if value in words] == []
    assert "A reason only I would give." not in words
    assert export.votes.times is None
    assert {(each.author, each.created) for each in export.statements} == {(None, None)}
    assert export.participants == tuple(range(1, 1 + len(export.participants)))


def test_answers_of_one_person_stand_together_only_by_name(db: None, attribution: Attribution) -> None:
    cast = as_carried_in(assemble(attribution=attribution, smallest_group=2))
    talk(cast)

    export = conversation_as_export(cast.workshop)

    rows = Counter(
        frozenset((str(each), str(vote)) for who, each, vote in _rows(export) if who == person)
        for person in export.participants
    )
    given = Counter(
        frozenset(
            (str(number), stance)
            for number, stance in Response.objects.filter(participant=person).values_list(
                "version__position__number", "stance"
            )
        )
        for person in (*cast.abolitionists, *cast.supporters, *cast.of_neither)
    )
    assert (rows == given) is (attribution == Attribution.NAMED)
    assert export.summary["answers"] == (
        "together" if attribution == Attribution.NAMED else "dealt anew for every statement"
    )


def test_answers_given_here_never_stand_together(db: None) -> None:
    cast = assemble(attribution=Attribution.NAMED)
    talk(cast)

    assert conversation_as_export(cast.workshop).summary["answers"] == "dealt anew for every statement"
    assert all(rules.may_take_conversation(person) for person in cast.everybody().values())


def _rows(export: ConversationExport) -> list[tuple[object, object, object]]:
    return list(zip(export.votes.voters, export.votes.voted, export.votes.values(), strict=True))


def test_dealt_answers_hang_on_counts_and_on_nothing_else(cast: Cast) -> None:
    """Who gave them changes nothing: where two people of a camp trade their answers, files stay the same."""
    said = talk(cast)
    before = zipped(polis_files(conversation_as_export(cast.workshop)))

    first, second = cast.abolitionists[0], cast.abolitionists[1]
    say(said[0], (first, L), (second, A))
    say(said[1], (first, A), (second, P))

    assert zipped(polis_files(conversation_as_export(cast.workshop))) == before


def test_numbers_of_people_hang_on_their_answers_and_on_nothing_else(db: None) -> None:
    """By name too: when people joined, and under which label, is not to be found in the numbers."""
    cast = as_carried_in(assemble(attribution=Attribution.NAMED))
    talk(cast)
    before = zipped(flat_files(conversation_as_export(cast.workshop)))

    silent, first, other = cast.abolitionists[4], cast.abolitionists[0], cast.abolitionists[3]
    for giver, taker in ((first, silent), (other, first), (silent, other)):
        Response.objects.filter(participant=giver).update(participant=taker)

    assert zipped(flat_files(conversation_as_export(cast.workshop))) == before


@pytest.mark.parametrize("attribution", [Attribution.NAMED, Attribution.CAMP])
def test_groups_too_small_to_be_counted_are_not_in_them(db: None, attribution: Attribution) -> None:
    cast = as_carried_in(assemble(attribution=attribution))
    talk(cast)
    for person in cast.supporters[1:]:
        remove_participant(by=cast.organiser, participant=person)
    refresh_workshop_figures(workshop=cast.workshop)

    export = conversation_as_export(cast.workshop)

    assert export.camps.names == ("abolitionist",)
    assert len(export.participants) == 5
    assert "deterrence" not in in_words(export).replace(cast.workshop.purpose["en"], "")
    assert {who for who, _statement, _vote in _rows(export)} <= set(export.participants)
    alone = conversation_as_export(cast.workshop)
    said = post(cast.abolitionist, cast.thread, "More.", kind="proposal")
    say(said, (cast.supporter, A), (cast.neither, O))
    more = conversation_as_export(cast.workshop)
    assert _rows(more) == _rows(alone)


@pytest.mark.parametrize("attribution", [Attribution.NAMED, Attribution.CAMP])
def test_withdrawn_sealed_and_earlier_words_are_not_in_them(db: None, attribution: Attribution) -> None:
    cast = as_carried_in(assemble(attribution=attribution))
    said = talk(cast)
    sealed = Round.objects.create(thread=cast.thread, number=1)
    Position.objects.filter(pk=said[1].pk).update(round=sealed)
    withdraw_position(by=cast.abolitionist, position=said[2])
    revise_position(
        by=cast.abolitionist,
        position=said[0],
        wording=PositionWording("Another wording.", "So.", "en"),
        expected_version=1,
    )

    export = conversation_as_export(cast.workshop)

    assert [(each.identifier, each.text) for each in export.statements] == [(1, "Another wording.\n\nSo.")]
    assert _rows(export) == []
    Round.objects.filter(pk=sealed.pk).update(revealed_at=timezone.now())
    assert len(conversation_as_export(cast.workshop).statements) == 2


def test_answers_of_a_round_that_is_sealed_stay_sealed_by_name_too(db: None) -> None:
    cast = as_carried_in(assemble(attribution=Attribution.NAMED))
    talk(cast)
    sealed = Round.objects.create(thread=cast.thread, number=1)
    Response.objects.filter(participant=cast.supporter).update(round=sealed)

    export = conversation_as_export(cast.workshop)

    assert len(export.votes) == Response.objects.exclude(participant=cast.supporter).count() - len(
        Response.objects.filter(participant__in=cast.of_neither)
    )


def test_several_threads_are_numbered_through_and_one_keeps_its_numbers(cast: Cast) -> None:
    talk(cast)
    withdraw_position(by=cast.abolitionist, position=Position.objects.get(number=1))
    post(cast.supporter, cast.thread, "A position.")

    whole = conversation_as_export(cast.workshop)
    part = conversation_as_export(cast.workshop, cast.thread)

    assert [each.identifier for each in whole.statements] == [1, 2, 3]
    assert [each.text.partition("\n")[0] for each in whole.statements] == [
        "A position.", "Proposal 2.", "Proposal 3."
    ]  # fmt: skip
    assert (whole.topic, part.topic) == (cast.workshop.title["en"], cast.thread.title["en"])
    assert part.description == cast.thread.prompt["en"]
    withdraw_position(by=cast.supporter, position=Position.objects.get(kind="position"))
    part = conversation_as_export(cast.workshop, cast.thread)
    assert [each.identifier for each in part.statements] == [2, 3]


@pytest.mark.parametrize("kind", list(FILES))
def test_carried_in_again_it_exports_the_same(
    db: None, attribution: Attribution, kind: str, tmp_path: Path
) -> None:
    cast = as_carried_in(assemble(attribution=attribution))
    talk(cast)
    post(cast.supporter, cast.thread, "A position with “quotes”,\tand a tab.", reasoning="One.\n\nTwo.")
    export = conversation_as_export(cast.workshop)
    content = zipped(FILES[kind](export))
    path = tmp_path / "again.zip"
    path.write_bytes(content)

    call_command("import_polis", path, workshop="Again", verbosity=0)

    again = conversation_as_export(Workshop.objects.get(code="again"))
    assert read_export(path) == export == again
    assert zipped(FILES[kind](again)) == content


def test_groups_nobody_declared_are_exported_as_groups(db: None, tmp_path: Path) -> None:
    cast = as_carried_in(assemble(attribution=Attribution.NAMED))
    talk(cast)
    declared = conversation_as_export(cast.workshop)
    groups = {person: str(int(str(person)) % 2) for person in declared.participants}
    path = tmp_path / "groups.zip"
    with_groups = ConversationExport.of(
        declared.statements, declared.votes, groups=type(declared.camps)(("0", "1"), groups), topic="Grouped"
    )
    path.write_bytes(zipped(polis_files(with_groups)))

    call_command("import_polis", path, "--camps", "polis-groups", workshop="Grouped", verbosity=0)

    export = conversation_as_export(Workshop.objects.get(code="grouped"))
    assert export.camps.names == ()
    assert export.groups is not None
    assert export.groups.names == ("Group A", "Group B")
    assert Counter(export.groups.camp_of.values()) == Counter({"Group A": 5, "Group B": 5})
    path.write_bytes(zipped(polis_files(export)))
    call_command("import_polis", path, "--camps", "polis-groups", workshop="Once more", verbosity=0)
    assert conversation_as_export(Workshop.objects.get(code="once-more")) == export


def test_long_text_comes_out_as_it_went_in(db: None, tmp_path: Path) -> None:
    long = "Two  spaces, then a line\nof its own. " * 12 + "\n\nAnd another paragraph."
    texts = {1: long, 2: "Short.", 3: "A claim.\n\nIts reasoning,\n\nin two paragraphs."}
    statements = [ExportedStatement(number, text) for number, text in texts.items()]
    path = tmp_path / "long.zip"
    path.write_bytes(zipped(flat_files(ConversationExport.of(statements, ExportedVotes.of([(1, 1, 1)])))))

    call_command("import_polis", path, workshop="Long", verbosity=0)

    export = conversation_as_export(Workshop.objects.get(code="long"))
    assert export.texts() == texts
