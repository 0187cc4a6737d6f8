"""Answers as files, asked for by programs."""

from uuid import uuid4

from dialogue.models import Export
from dialogue.tasks import run_job
from tests.api.asking import Ask, Send, problem, results
from tests.api.scene import Scene
from tests.cast import assemble


def test_file_is_asked_for_followed_and_fetched(scene: Scene, ask: Ask, send: Send) -> None:
    workshop, thread = scene.cast.workshop, scene.cast.thread
    body = {"workshop": str(workshop.pk), "thread": str(thread.pk), "format": "flat"}

    receipt = send(scene.cast.observer, "/conversations/", body, key=str(uuid4())).json()

    export = Export.objects.get()
    assert receipt["url"] == f"/api/v1/exports/{export.pk}/"
    run_job(str(export.job_id))
    (listed,) = results(ask(scene.cast.observer, "/conversations/", workshop=workshop.pk, thread=thread.pk))
    assert (listed["state"], listed["format"], listed["format_label"]) == (
        "done", "flat", "Flat files with a data card (zip)"
    )  # fmt: skip
    assert results(ask(scene.cast.observer, "/conversations/", workshop=workshop.pk)) == []
    assert results(ask(scene.cast.chair, "/conversations/", workshop=workshop.pk, thread=thread.pk)) == []
    export.refresh_from_db()
    assert ask(scene.cast.observer, f"/exports/{export.pk}/file/").content == export.content


def test_thread_of_another_workshop_is_absent(scene: Scene, send: Send) -> None:
    elsewhere = assemble("elsewhere-too")
    elsewhere.observer.user = scene.cast.observer.user
    elsewhere.observer.save()
    body = {"workshop": str(scene.cast.workshop.pk), "thread": str(elsewhere.thread.pk), "format": "flat"}

    answer = send(scene.cast.observer, "/conversations/", body, key=str(uuid4()))

    assert problem(answer)[0] == 404
    assert Export.objects.count() == 0
