"""Tags: set, taken away, and added to the codebook."""

import pytest

from dialogue.enums import TagGroup
from dialogue.exceptions import NotAllowed, PositionWithdrawn, TextRefused
from dialogue.models import PositionVersion, RecordEntry, Tag, Tagging
from dialogue.services import tags
from dialogue.services.positions import withdraw_position
from dialogue.services.tags import LONGEST_LABEL, add_tag_to_codebook, remove_tag, set_tag
from tests.cast import Cast, post


@pytest.fixture
def version(cast: Cast) -> PositionVersion:
    version = post(cast.abolitionist, cast.thread).current_version
    assert version is not None
    return version


def test_tag_is_set_once(cast: Cast, version: PositionVersion) -> None:
    tag = cast.workshop.codebook.first()
    first = set_tag(by=cast.moderator, version=version, tag=tag)
    before = RecordEntry.objects.count()

    again = set_tag(by=cast.chair, version=version, tag=tag)

    assert (again, again.set_by) == (first, cast.moderator)
    assert RecordEntry.objects.count() == before


def test_removed_tag_is_kept_as_having_stood_there_and_can_be_set_again(
    cast: Cast, version: PositionVersion
) -> None:
    tag = cast.workshop.codebook.first()
    first = set_tag(by=cast.moderator, version=version, tag=tag)

    removed = remove_tag(by=cast.moderator, tagging=first)
    removed_again = remove_tag(by=cast.moderator, tagging=first)
    second = set_tag(by=cast.moderator, version=version, tag=tag)

    assert removed.removed_at is not None
    assert removed_again.removed_at == removed.removed_at
    assert set(Tagging.objects.values_list("pk", "removed_at")) == {
        (first.pk, removed.removed_at), (second.pk, None)
    }  # fmt: skip


def test_withdrawn_position_takes_no_tag(cast: Cast, version: PositionVersion) -> None:
    withdraw_position(by=cast.abolitionist, position=version.position)
    read_before = PositionVersion.objects.select_related("position").get(pk=version.pk)
    read_before.position.withdrawn_at = None

    with pytest.raises(PositionWithdrawn):
        set_tag(by=cast.moderator, version=read_before, tag=cast.workshop.codebook.first())


def test_rapporteur_sets_no_tag(cast: Cast, version: PositionVersion) -> None:
    with pytest.raises(NotAllowed):
        set_tag(by=cast.rapporteur, version=version, tag=cast.workshop.codebook.first())


def test_own_tag_stands_at_the_end_of_the_codebook(cast: Cast) -> None:
    tag = add_tag_to_codebook(by=cast.moderator, label=" Verification gap ", language="en")

    assert (tag.key, tag.group, tag.label) == ("verification-gap", TagGroup.OWN, {"en": "Verification gap"})
    assert cast.workshop.codebook.last() == tag


def test_label_that_stands_there_already_gives_that_tag(cast: Cast) -> None:
    first = add_tag_to_codebook(by=cast.moderator, label="Straße", language="en")

    assert add_tag_to_codebook(by=cast.chair, label="STRASSE", language="fr") == first


def test_labels_that_give_the_same_key_are_two_tags(cast: Cast) -> None:
    labels = ["No first use", "No first use!", "核军备", "军控"]

    keys = [add_tag_to_codebook(by=cast.moderator, label=label, language="en").key for label in labels]

    assert len(set(keys)) == 4
    assert keys[0] == "no-first-use"


@pytest.mark.parametrize("label", ["", "\u200b", "x" * (LONGEST_LABEL + 1)])
def test_label_that_cannot_be_read_is_refused(cast: Cast, label: str) -> None:
    with pytest.raises(TextRefused) as refused:
        add_tag_to_codebook(by=cast.moderator, label=label, language="en")

    assert refused.value.field == "label"


def test_codebook_ends_somewhere(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "MOST_TAGS", Tag.objects.filter(workshop=cast.workshop).count() + 1)
    add_tag_to_codebook(by=cast.moderator, label="The last", language="en")

    with pytest.raises(TextRefused):
        add_tag_to_codebook(by=cast.moderator, label="One more", language="en")
