"""The frame of every page inside a workshop: what it is called, who the reader is, and what waits for him or
her.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue import rules
from dialogue.enums import Attribution
from dialogue.selectors.people import People
from dialogue.selectors.sessions import sessions_of
from dialogue.selectors.shown import WorkshopShown, You
from dialogue.selectors.tasks import tasks_of


def workshop_shown(people: People) -> WorkshopShown:
    reader, language = people.reader, people.language
    workshop = reader.workshop
    sessions = sessions_of(reader, language)
    notes = dict.fromkeys(camp.footnote for camp in people.camps if camp.footnote)
    return WorkshopShown(
        id=workshop.pk,
        code=workshop.printed_code,
        title=workshop.title.in_(language, workshop.language),
        purpose=workshop.purpose.in_(language, workshop.language),
        place=workshop.place.in_(language, workshop.language),
        is_fictitious=workshop.is_fictitious,
        is_carried_in=workshop.is_carried_in,
        keeps_answers_together=rules.keeps_answers_together(workshop),
        attribution_label=str(Attribution(workshop.attribution).label),
        display_label=str(Attribution(workshop.display).label),
        tells_bands=workshop.tells_bands,
        camps=people.camps,
        neither=people.neither,
        participant_words=_participant_words(people),
        sessions=sessions,
        current_session=next((session for session in sessions if session.state != "closed"), None),
        terms_notes=tuple(notes),
        you=_you(people),
        tasks=tasks_of(reader, language),
    )


def _you(people: People) -> You:
    reader = people.reader
    return You(
        participant_id=reader.pk,
        label=reader.role_label,
        camp=people.camp(reader.camp_id) if reader.has_voice else None,
        role_words=_(", ").join(str(role.label) for role in reader.roles),
        has_voice=rules.may_post(reader),
        may_moderate=rules.may_moderate(reader),
        may_sign=rules.may_sign(reader),
        may_organise=rules.may_organise(reader),
        may_see_record=rules.may_see_record(reader),
        may_export=rules.may_read(reader),
        may_close_sessions=rules.may_close_sessions(reader),
        may_write_summary=rules.may_write_summary(reader),
    )


def _participant_words(people: People) -> str:
    """How many have a voice; no total where it would give a small group away by subtraction."""
    groups = [people.members.get(camp_id, 0) for camp_id in people.by_id] + [people.members.get(None, 0)]
    if any(0 < number < people.smallest_group for number in groups):
        return ""
    total = sum(groups)
    return ngettext("%(count)s participant", "%(count)s participants", total) % {"count": total}
