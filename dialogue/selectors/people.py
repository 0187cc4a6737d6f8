"""Camps and people as one reader may see them: the display rule of the workshop, applied in one place."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dialogue.enums import Attribution
from dialogue.models import Camp, Participant, Workshop
from dialogue.models.texts import Wording, content_language
from dialogue.selectors.shown import By, CampShown

NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class People:
    """The camps of a workshop as shown to one reader, and how the others are named to him or her."""

    reader: Participant
    language: str
    camps: tuple[CampShown, ...]
    neither: CampShown
    by_id: dict[UUID, CampShown]
    members: dict[UUID | None, int]

    @property
    def smallest_group(self) -> int:
        return self.reader.workshop.smallest_group

    def camp(self, camp_id: UUID | None) -> CampShown:
        return self.by_id[camp_id] if camp_id else self.neither

    def camp_by_key(self, key: str | None) -> CampShown | None:
        return next((camp for camp in (*self.camps, self.neither) if camp.key == key), None)

    def by(self, participant: Participant) -> By:
        """Who wrote something, by the display rule. One's own is always one's own."""
        is_you = participant.pk == self.reader.pk
        display = Attribution(self.reader.workshop.display)
        if display == Attribution.NONE and not is_you:
            return By(camp=None, label="")
        camp = self.camp(participant.camp_id) if participant.has_voice else None
        if display == Attribution.CAMP and not is_you:
            return By(camp=camp, label="")
        if display == Attribution.NAMED:
            return By(camp=camp, label=participant.user.name or participant.role_label, is_you=is_you)
        return By(camp=camp, label=participant.role_label, is_you=is_you)

    @property
    def shows_camps(self) -> bool:
        return self.reader.workshop.shows_camps

    @property
    def tells_bands(self) -> bool:
        return self.reader.workshop.tells_bands

    @property
    def has_small_camp(self) -> bool:
        """Whether a camp has members, but too few for any figure of camps to be shown."""
        return any(0 < self.members[camp_id] < self.smallest_group for camp_id in self.by_id)

    def is_counted(self, camp_id: UUID | None) -> bool:
        """Whether the camp, or neither, has enough members for its numbers to be shown."""
        return self.members.get(camp_id, 0) >= self.smallest_group

    def camp_of_remark(self, camp_id: UUID | None) -> CampShown | None:
        """The camp beside a reason without a name: only where enough people could have given it.

        A remark that bears no camp comes from those who are not counted. So none bears its camp unless they
        are enough together, or nobody.
        """
        if not self.shows_camps or not self.is_counted(camp_id):
            return None
        uncounted = sum(number for number in self.members.values() if number < self.smallest_group)
        return self.camp(camp_id) if uncounted == 0 or uncounted >= self.smallest_group else None


def people_of(reader: Participant, language: str) -> People:
    """One query, whatever the number of people."""
    workshop = reader.workshop
    voices = Participant.objects.with_voice().filter(workshop=workshop)
    counted = voices.order_by().values("workshop").annotate(people=Count("pk")).values("people")
    camps = list(
        Camp.objects.filter(workshop=workshop)
        .order_by("order")
        .annotate(
            people=Coalesce(Subquery(counted.filter(camp=OuterRef("pk"))), 0),
            of_neither=Coalesce(Subquery(counted.filter(camp__isnull=True)), 0),
        )
    )
    members: dict[UUID | None, int] = {camp.pk: camp.people for camp in camps}
    members[None] = camps[0].of_neither if camps else voices.count()
    enough = {key for key, number in members.items() if number >= workshop.smallest_group}
    shown = [
        _camp_shown(camp, workshop, language, members.get(camp.pk, 0) if camp.pk in enough else None)
        for camp in camps
    ]
    neither = CampShown(
        key=NEITHER,
        slot="n",
        label=Wording(_("neither camp"), content_language(language)),
        plural=Wording(_("Neither camp"), content_language(language)),
        members=members[None] if None in enough else None,
    )
    return People(
        reader=reader,
        language=language,
        camps=tuple(shown),
        neither=neither,
        by_id={camp.pk: view for camp, view in zip(camps, shown, strict=True)},
        members=members,
    )


def _camp_shown(camp: Camp, workshop: Workshop, language: str, members: int | None) -> CampShown:
    return CampShown(
        key=camp.key,
        slot=str(camp.order),
        label=camp.label.in_(language, workshop.language),
        plural=camp.plural.in_(language, workshop.language),
        definition=camp.definition.in_(language, workshop.language),
        footnote=camp.footnote.in_(language, workshop.language),
        members=members,
    )
