"""`manage.py export_minutes`: a file as the edition has it, or a sentence that says why not."""

import hashlib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dialogue import minutes
from dialogue.enums import Attribution
from dialogue.models import Edition
from dialogue.services.sessions import close_session
from dialogue.services.workshops import tighten_attribution
from tests.cast import Cast, assemble, post

SESSION = "BB/TWO-BANKS/S.1"
HINT = "It is called by the reference on its minutes, such as BB/BUILDING-BRIDGES/S.1."
TOO_LOOSE = (
    "The rule of this workshop is attribution by camp. "
    "Minutes attributed by name would tell more than was promised."
)


@pytest.fixture
def edition(cast: Cast) -> Edition:
    post(cast.abolitionist, cast.thread, "From one bank.")
    close_session(by=cast.chair, session=cast.session)
    return Edition.objects.get(session=cast.session, attribution=Attribution.CAMP)


def run(output: Path | str, session: str = SESSION, **changes: str) -> None:
    options = {"format": "markdown", "language": "en", **changes}
    call_command("export_minutes", session, output=str(output), **options)


@pytest.mark.parametrize("kind", list(minutes.RENDERERS))
@pytest.mark.parametrize("language", list(minutes.LANGUAGES))
def test_file_is_the_rendering_of_the_edition(
    edition: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, language: str
) -> None:
    output = tmp_path / "minutes"

    run(output, format=kind, language=language)

    content = minutes.render(edition.document, kind, language).content
    assert output.read_bytes() == content
    assert list(tmp_path.iterdir()) == [output]
    assert capsys.readouterr().out.splitlines() == [
        f"{SESSION}, camp, {kind}, {language}: {len(content)} bytes",
        f"Fingerprint of the file (SHA-256): {hashlib.sha256(content).hexdigest()}",
        f"Fingerprint of the edition: {edition.fingerprint}",
    ]


def test_hyphen_writes_the_file_alone_to_standard_output(
    edition: Edition, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    run("-", format="docx")

    written = capsysbinary.readouterr()
    assert written.out == minutes.render(edition.document, "docx", "en").content
    assert b"Fingerprint of the file" in written.err


def test_attribution_may_be_tighter_than_the_rule(edition: Edition, tmp_path: Path) -> None:
    run(tmp_path / "none", attribution="none")

    told = (tmp_path / "none").read_text(encoding="utf-8")
    assert (
        told
        == minutes.render(Edition.objects.get(attribution="none").document, "markdown", "en").content.decode()
    )


def test_reference_is_read_whatever_its_letters(edition: Edition, tmp_path: Path) -> None:
    run(tmp_path / "minutes", session=" bb/Two-Banks/s.1 ")

    assert (tmp_path / "minutes").is_file()


@pytest.mark.parametrize(
    ("session", "changes", "sentence"),
    [
        (
            "BB/ELSEWHERE/S.1",
            {},
            "There is no session “BB/ELSEWHERE/S.1”. " + HINT,
        ),
        (
            "two-banks",
            {},
            "There is no session “two-banks”. " + HINT,
        ),
        (SESSION, {"format": "odt"}, "“odt” is not one of: docx, html, json, markdown, pdf."),
        (SESSION, {"language": "tlh"}, "“tlh” is not one of: en, zh."),
        (SESSION, {"attribution": "all"}, "“all” is not one of: named, role_label, camp, none."),
        (
            SESSION,
            {"attribution": "named"},
            TOO_LOOSE,
        ),
    ],
)
def test_refusal_is_a_sentence_and_leaves_no_file(
    edition: Edition, tmp_path: Path, session: str, changes: dict[str, str], sentence: str
) -> None:
    run(tmp_path / "allowed")

    with pytest.raises(CommandError) as refusal:
        run(tmp_path / "minutes", session=session, **changes)

    assert str(refusal.value) == sentence
    assert [path.name for path in tmp_path.iterdir()] == ["allowed"]


def test_open_session_has_no_minutes_to_export(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        run(tmp_path / "minutes")
    assert str(refusal.value) == (
        "The minutes are drawn up when the session closes. This session is not closed yet."
    )

    close_session(by=cast.chair, session=cast.session)
    run(tmp_path / "minutes")


def test_edition_looser_than_a_rule_tightened_since_is_refused(db: None, tmp_path: Path) -> None:
    cast = assemble(attribution=Attribution.ROLE_LABEL)
    close_session(by=cast.chair, session=cast.session)
    run(tmp_path / "before", attribution="role_label")
    tighten_attribution(by=cast.organiser, attribution=Attribution.CAMP)

    with pytest.raises(CommandError, match="would tell more than was promised"):
        run(tmp_path / "after", attribution="role_label")

    assert not (tmp_path / "after").exists()


def test_file_that_cannot_be_written_is_named(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(CommandError) as no_folder:
        run(tmp_path / "nowhere" / "minutes")
    with pytest.raises(CommandError) as is_folder:
        run(tmp_path / "folder")

    assert str(no_folder.value) == (
        f"The file {tmp_path}/nowhere/minutes cannot be written: No such file or directory."
    )
    assert str(is_folder.value) == f"The file {tmp_path}/folder cannot be written: Is a directory."
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_rendering_that_fails_keeps_the_file_of_before(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> minutes.Rendered:
        raise minutes.RenderingFailed("The page could not be set.")

    run(tmp_path / "minutes")
    before = (tmp_path / "minutes").read_bytes()
    monkeypatch.setattr(minutes, "render", fail)

    with pytest.raises(CommandError) as refusal:
        run(tmp_path / "minutes", language="zh")

    assert str(refusal.value) == "The page could not be set."
    assert (tmp_path / "minutes").read_bytes() == before
