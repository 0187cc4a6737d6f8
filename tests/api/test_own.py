"""What somebody reads before acting: own answers, questions to co-sponsor, the codebook, people, files."""

from dialogue.enums import Attribution
from dialogue.models import Edition, Export
from dialogue.services.exports import ask_export
from dialogue.services.positions import withdraw_position
from dialogue.services.sessions import close_session
from dialogue.tasks import run_job
from tests.api.asking import Ask, problem, results
from tests.api.scene import Scene, current


def test_everybody_reads_his_or_her_own_answers_alone(scene: Scene, ask: Ask) -> None:
    cast = scene.cast

    seen = {
        name: [(each["position_id"], each["stance"]) for each in results(
            ask(person, "/responses/", workshop=cast.workshop.pk)
        )]
        for name, person in cast.everybody().items()
    }  # fmt: skip

    proposal = str(scene.proposal.pk)
    own = {"abolitionist": [(proposal, "agree")], "supporter": [(proposal, "agree")],
           "neither": [(proposal, "object")]}  # fmt: skip
    assert seen == {name: [] for name in cast.everybody()} | own


def test_own_answer_tells_what_was_said_and_to_which_wording(scene: Scene, ask: Ask) -> None:
    cast = scene.cast
    (answer,) = results(ask(cast.neither, "/responses/", workshop=cast.workshop.pk))

    assert ask(cast.neither, f"/responses/{answer['id']}/").json() == answer
    assert (answer["version_id"], answer["version_number"]) == (str(current(scene.proposal).pk), 1)
    assert (answer["reason"]["text"], answer["condition"]) == ("Too vague.", None)
    assert problem(ask(cast.supporter, f"/responses/{answer['id']}/"))[0] == 404


def test_answers_to_what_is_withdrawn_are_not_listed(scene: Scene, ask: Ask) -> None:
    withdraw_position(by=scene.cast.abolitionist, position=scene.proposal)

    assert results(ask(scene.cast.neither, "/responses/", workshop=scene.cast.workshop.pk)) == []


def test_only_the_two_of_a_question_to_cosponsor_know_of_it(scene: Scene, ask: Ask) -> None:
    cast = scene.cast

    def seen(**query: str) -> dict[str, list[tuple[str, bool]]]:
        return {
            name: sorted(
                (each["state"], each["is_asked_of_you"])
                for each in results(ask(person, "/sponsorships/", workshop=cast.workshop.pk, **query))
            )
            for name, person in cast.everybody().items()
        }

    nothing: dict[str, list[tuple[str, bool]]] = {name: [] for name in cast.everybody()}
    assert seen() == nothing | {
        "abolitionist": [("agreed", False), ("asked", False)],
        "supporter": [("agreed", True)],
        "neither": [("asked", True)],
    }
    assert seen(state="asked") == nothing | {"abolitionist": [("asked", False)], "neither": [("asked", True)]}


def test_author_alone_reads_whom_to_ask(scene: Scene, ask: Ask) -> None:
    cast = scene.cast

    found = results(ask(cast.abolitionist, "/candidates/", position=scene.proposal.pk))
    of_a_position = results(ask(cast.abolitionist, "/candidates/", position=scene.position.pk))

    labels = [each["by"]["label"] for each in found]
    assert labels == ["A2", "A3", "A4", "A5", "D2", "D3", "D4", "D5", "N2"]
    assert of_a_position == []
    assert ask(cast.supporter, "/candidates/", position=scene.proposal.pk).status_code == 404


def test_nobody_is_to_be_asked_where_nobody_is_told_apart(scene: Scene, ask: Ask) -> None:
    type(scene.cast.workshop).objects.update(display="camp")

    assert results(ask(scene.cast.abolitionist, "/candidates/", position=scene.proposal.pk)) == []


def test_codebook_and_people_are_read_by_those_who_work_with_them(scene: Scene, ask: Ask) -> None:
    cast = scene.cast
    statuses = {
        address: {
            name for name, person in cast.everybody().items()
            if ask(person, address, workshop=cast.workshop.pk).status_code == 200
        }
        for address in ("/tags/", "/participants/", "/sessions/")
    }  # fmt: skip

    assert statuses == {
        "/tags/": {"moderator", "chair", "rapporteur"},
        "/participants/": {"organiser"},
        "/sessions/": set(cast.everybody()),
    }
    people = results(ask(cast.organiser, "/participants/", workshop=cast.workshop.pk))
    assert len(people) == 17
    assert not any("camp" in person for person in people)


def test_file_is_followed_and_fetched_by_who_asked_for_it(scene: Scene, ask: Ask) -> None:
    cast = scene.cast
    close_session(by=cast.chair, session=cast.session)
    edition = Edition.objects.get(attribution=Attribution.CAMP)
    export = ask_export(by=cast.observer, edition=edition, format="markdown", language="en")
    address = f"/exports/{export.pk}/"

    waiting = ask(cast.observer, address).json()["state"], ask(cast.observer, f"{address}file/").status_code
    run_job(str(export.job_id))
    listed = results(ask(cast.observer, "/exports/", edition=edition.pk))
    file = ask(cast.observer, f"{address}file/")

    assert waiting == ("queued", 404)
    assert [(each["id"], each["state"]) for each in listed] == [(str(export.pk), "done")]
    assert file.content == bytes(Export.objects.get().content or b"")
    assert file.headers["Content-Disposition"].startswith("attachment; ")
    assert results(ask(cast.chair, "/exports/", edition=edition.pk)) == []
    for other in (cast.chair, cast.stranger):
        assert ask(other, address).status_code == ask(other, f"{address}file/").status_code == 404


def test_file_past_its_time_is_gone(scene: Scene, ask: Ask) -> None:
    cast = scene.cast
    close_session(by=cast.chair, session=cast.session)
    edition = Edition.objects.get(attribution=Attribution.CAMP)
    export = ask_export(by=cast.observer, edition=edition, format="markdown", language="en")
    run_job(str(export.job_id))

    Export.objects.update(expires_at=export.requested_at)

    response = ask(cast.observer, f"/exports/{export.pk}/file/")
    assert problem(response)[:2] == (410, "file_expired")


def test_catalogues_are_read_by_who_may_create_workshops(scene: Scene, ask: Ask) -> None:
    keys = [each["key"] for each in results(ask(scene.cast.organiser, "/catalogues/"))]

    assert set(keys) == {"market-street", "npt-2018"}
    assert problem(ask(scene.cast.moderator, "/catalogues/"))[:2] == (403, "not_allowed")
