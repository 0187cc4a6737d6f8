"""Tags: marks from the codebook that say where to look."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.enums import Audience, RecordKind, TagGroup
from dialogue.exceptions import NotAllowed, PositionWithdrawn, TextRefused, UnknownChoice
from dialogue.models import LocalText, Participant, Position, PositionVersion, Tag, Tagging
from dialogue.services.contributions import announce, begin_steering
from dialogue.services.record import enter
from dialogue.services.texts import clean_text

LONGEST_LABEL = 80
MOST_TAGS = 200


@transaction.atomic
def set_tag(*, by: Participant, version: PositionVersion, tag: Tag) -> Tagging:
    """Mark one wording with a tag of the workshop's codebook. Setting it twice changes nothing."""
    if not rules.may_moderate(by):
        raise NotAllowed
    if tag.workshop_id != by.workshop_id:
        raise UnknownChoice(value=tag.key, choices=_("the tags of this workshop"), field="tag")
    begin_steering(workshop=version.position.thread.workshop, by=by)
    if not Position.objects.standing().filter(pk=version.position_id).exists():
        raise PositionWithdrawn
    existing = Tagging.objects.filter(tag=tag, version=version, removed_at__isnull=True).first()
    if existing is not None:
        return existing
    tagging = Tagging.objects.create(tag=tag, version=version, set_by=by, set_at=timezone.now())
    enter(workshop=by.workshop, kind=RecordKind.TAG_SET, subject=tagging, by=by)
    announce(version.position.thread, audience=Audience.DESK)
    return tagging


@transaction.atomic
def remove_tag(*, by: Participant, tagging: Tagging) -> Tagging:
    """Take a mark away; that it once stood there is kept."""
    if not rules.may_moderate(by) or tagging.tag.workshop_id != by.workshop_id:
        raise NotAllowed
    begin_steering(workshop=by.workshop, by=by)
    tagging.refresh_from_db(fields=["removed_at"])
    if tagging.removed_at is None:
        tagging.removed_at = timezone.now()
        tagging.save(update_fields=["removed_at"])
        enter(workshop=by.workshop, kind=RecordKind.TAG_REMOVED, subject=tagging, by=by)
        announce(tagging.version.position.thread, audience=Audience.DESK)
    return tagging


@transaction.atomic
def add_tag_to_codebook(*, by: Participant, label: str, language: str) -> Tag:
    """Add a tag of the workshop's own. A label that stands there already gives that tag."""
    if not rules.may_moderate(by):
        raise NotAllowed
    text = clean_text(label, field="label", longest=LONGEST_LABEL, single_line=True)
    begin_steering(workshop=by.workshop, by=by)
    codebook = Tag.objects.filter(workshop=by.workshop)
    for tag in codebook:
        if text.casefold() in (known.casefold() for known in tag.label.values()):
            return tag
    order = (codebook.aggregate(last=Max("order"))["last"] or 0) + 1
    if codebook.count() >= MOST_TAGS:
        raise TextRefused(
            _("The codebook is full: %(most)s tags are more than anybody can choose from."),
            field="label",
            most=MOST_TAGS,
        )
    key = slugify(text)[:30] or "own"
    if codebook.filter(key=key).exists():
        key = f"{key}-{order}"
    tag = Tag.objects.create(
        workshop=by.workshop, key=key, group=TagGroup.OWN, order=order, label=LocalText({language: text})
    )
    enter(workshop=by.workshop, kind=RecordKind.TAG_ADDED_TO_CODEBOOK, subject=tag, by=by)
    return tag
