"""Threads: the agenda at a glance, and the head of one thread."""

from dialogue import access
from dialogue.selectors.agenda import agenda
from dialogue.selectors.findings import summary_of
from dialogue.selectors.people import people_of
from dialogue.selectors.threads import thread_shown
from tests.api.asking import Ask, results
from tests.api.scene import Scene
from tests.api.views_as_json import as_json
from tests.cast import Cast


def test_threads_are_the_agenda_of_the_page_for_every_role(scene: Scene, ask: Ask) -> None:
    for reader in scene.cast.everybody().values():
        listed = results(ask(reader, "/threads/", workshop=scene.cast.workshop.pk))

        groups = agenda(people_of(reader, "en"))
        rows = [(row, group) for group in groups for row in group.rows]
        assert listed == [as_json(row) | {"cluster": as_json(group.title)} for row, group in rows]


def test_thread_is_the_head_of_the_page_with_its_summary_for_every_role(scene: Scene, ask: Ask) -> None:
    for reader in scene.cast.everybody().values():
        answer = ask(reader, f"/threads/{scene.cast.thread.pk}/").json()

        _reader, thread = access.thread_to_read(reader.user, scene.cast.thread.pk)
        summary = summary_of(thread, people_of(reader, "en"))
        assert answer == as_json(thread_shown(thread, people_of(reader, "en"))) | {
            "summary": as_json(summary)
        }
        assert answer["summary"]["text"]["text"] == "Time was stated to matter to both."


def test_thread_without_a_summary_says_so(cast: Cast, ask: Ask) -> None:
    assert ask(cast.observer, f"/threads/{cast.closed_thread.pk}/").json()["summary"] is None


def test_every_thread_of_the_agenda_is_told_whole(cast: Cast, ask: Ask) -> None:
    """With choices, parts and their addressees, parents, and threads it depends on."""
    for key in ("hq-b", "hq-d", "hq-f", "mp-e", "mp-e-i"):
        thread_id = cast.workshop.threads.get(key=key).pk

        answer = ask(cast.observer, f"/threads/{thread_id}/").json()

        _reader, thread = access.thread_to_read(cast.observer.user, thread_id)
        assert answer == as_json(thread_shown(thread, people_of(cast.observer, "en"))) | {"summary": None}
