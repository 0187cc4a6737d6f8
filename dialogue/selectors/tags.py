"""The codebook of a workshop as the desk sees it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.exceptions import UnknownChoice
from dialogue.models import Participant, Tag
from dialogue.selectors.shown import TagShown


def codebook_in_order(reader: Participant) -> QuerySet[Tag]:
    return Tag.objects.filter(workshop=reader.workshop).order_by("order", "key", "pk")


def codebook_shown(tags: Iterable[Tag], reader: Participant, language: str) -> tuple[TagShown, ...]:
    workshop = reader.workshop
    return tuple(
        TagShown(id=tag.pk, key=tag.key, group=tag.group, label=tag.label.in_(language, workshop.language))
        for tag in tags
    )


def tag_of_codebook(reader: Participant, tag_id: UUID) -> Tag:
    """A tag of the reader’s own workshop; one that is elsewhere is refused like one that is nowhere."""
    tag = codebook_in_order(reader).filter(pk=tag_id).first()
    if tag is None:
        raise UnknownChoice(value=str(tag_id), choices=_("the tags of this workshop"), field="tag")
    return tag
