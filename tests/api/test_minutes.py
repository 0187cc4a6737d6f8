"""Minutes: the editions somebody may take home, and the document of one."""

import pytest

from dialogue.enums import Attribution
from dialogue.minutes import Document, fingerprint
from dialogue.models import Edition
from dialogue.selectors.editions import editions_of, editions_shown
from dialogue.services.sessions import close_session
from tests.api.asking import Ask, results
from tests.api.scene import Scene
from tests.api.views_as_json import as_json


@pytest.fixture
def closed(scene: Scene) -> Scene:
    """The session is closed, and its minutes are drawn up: by camp and without attribution."""
    close_session(by=scene.cast.chair, session=scene.cast.session)
    return scene


def test_editions_are_those_of_the_page_for_every_role(closed: Scene, ask: Ask) -> None:
    for reader in closed.cast.everybody().values():
        listed = results(ask(reader, "/minutes/", workshop=closed.cast.workshop.pk))

        workshop = ask(reader, f"/workshops/{closed.cast.workshop.pk}/").json()
        on_page = workshop["sessions"][0]["editions"]
        assert listed == as_json(editions_shown(editions_of(reader)))
        assert [each["attribution"] for each in listed] == ["camp", "none"]
        assert [each["id"] for each in listed] == [each["id"] for each in on_page]


def test_edition_comes_with_the_stored_document_for_every_role(closed: Scene, ask: Ask) -> None:
    edition = Edition.objects.get(attribution=Attribution.CAMP)
    for reader in closed.cast.everybody().values():
        answer = ask(reader, f"/minutes/{edition.pk}/").json()

        assert answer["document"] == edition.data
        assert fingerprint(Document.from_dict(answer["document"])) == answer["fingerprint"]


def test_edition_looser_than_the_rule_is_not_there(closed: Scene, ask: Ask) -> None:
    edition = Edition.objects.get(attribution=Attribution.NONE)
    before = ask(closed.cast.chair, f"/minutes/{edition.pk}/").status_code

    Edition.objects.filter(pk=edition.pk).update(attribution=Attribution.NAMED)

    listed = results(ask(closed.cast.chair, "/minutes/", workshop=closed.cast.workshop.pk))
    assert before == 200
    assert ask(closed.cast.chair, f"/minutes/{edition.pk}/").status_code == 404
    assert [each["attribution"] for each in listed] == ["camp"]


def test_minutes_of_an_open_session_are_none(scene: Scene, ask: Ask) -> None:
    assert results(ask(scene.cast.chair, "/minutes/", workshop=scene.cast.workshop.pk)) == []
