"""Figures: the stored ones, as pages show them."""

from dialogue.models import Figure
from dialogue.selectors.explanations import explanation
from dialogue.selectors.people import people_of
from dialogue.selectors.positions import contributions_of
from dialogue.services.positions import withdraw_position
from tests.api.asking import Ask, problem, results
from tests.api.scene import Scene
from tests.api.views_as_json import as_json


def test_figures_are_those_of_the_page_for_every_role(scene: Scene, ask: Ask) -> None:
    for reader in scene.cast.everybody().values():
        listed = results(ask(reader, "/figures/", thread=scene.cast.thread.pk))

        (proposal,) = contributions_of(scene.cast.thread, people_of(reader, "en")).proposals
        assert listed[-1] == {
            "position_id": str(proposal.id),
            "reference": "P1",
            "figure": as_json(proposal.figure),
        }


def test_figures_come_in_the_order_of_their_positions(scene: Scene, ask: Ask) -> None:
    listed = results(ask(scene.cast.observer, "/figures/", thread=scene.cast.thread.pk))

    assert [each["reference"] for each in listed] == ["1", "2", "P1"]


def test_figure_of_a_position_comes_with_its_calculation(scene: Scene, ask: Ask) -> None:
    answer = ask(scene.cast.observer, f"/figures/{scene.proposal.pk}/").json()

    figure = Figure.objects.get(version=scene.proposal.current_version)
    (proposal,) = contributions_of(scene.cast.thread, people_of(scene.cast.observer, "en")).proposals
    assert answer == {
        "position_id": str(scene.proposal.pk),
        "reference": "P1",
        "figure": as_json(proposal.figure),
        "explanation": list(explanation(figure, people_of(scene.cast.observer, "en"))),
    }
    assert [camp["answered"] for camp in answer["figure"]["camps"]] == [5, 5]


def test_figures_of_a_small_camp_have_no_numbers(scene: Scene, ask: Ask) -> None:
    """Two of neither camp are fewer than the smallest group that is counted."""
    answer = ask(scene.cast.observer, f"/figures/{scene.proposal.pk}/").json()

    assert answer["figure"]["neither"] is None


def test_figures_of_a_withdrawn_position_are_gone(scene: Scene, ask: Ask) -> None:
    before = ask(scene.cast.observer, f"/figures/{scene.proposal.pk}/").status_code

    withdraw_position(by=scene.cast.abolitionist, position=scene.proposal)

    after = ask(scene.cast.observer, f"/figures/{scene.proposal.pk}/")
    listed = results(ask(scene.cast.observer, "/figures/", thread=scene.cast.thread.pk))
    assert before == 200
    assert problem(after)[:2] == (404, "not_found")
    assert [each["reference"] for each in listed] == ["1", "2"]
