"""The head of a thread as one reader sees it."""

from django.utils.translation import gettext as _

from dialogue.models import LocalText, Participant, Tag, Thread
from dialogue.models.texts import Wording
from dialogue.selectors.people import People, people_of
from dialogue.selectors.shown import PartShown, ThreadLink, ThreadShown


def thread_shown(thread: Thread, reader: Participant, language: str) -> ThreadShown:
    people = people_of(reader, language)

    def local(text: LocalText) -> Wording:
        return text.in_(language, reader.workshop.language)

    return ThreadShown(
        id=thread.pk,
        key=thread.key,
        reference=printed_reference(thread, people),
        source=local(thread.source),
        cluster=local(thread.cluster),
        title=local(thread.title),
        prompt=local(thread.prompt),
        note=local(thread.note),
        form=thread.form,
        addressee=people.camp(thread.addressee_id) if thread.addressee_id else None,
        parts=tuple(
            PartShown(part.key, local(part.prompt), people.camp_by_key(part.addressee))
            for part in thread.thread_parts
        ),
        choices=tuple((choice.key, local(choice.label)) for choice in thread.thread_choices),
        required_elements=tuple(local(element) for element in thread.elements),
        avenues=_avenues(thread, people),
        work_step=local(thread.work_step),
        parent=_link(thread.parent, people) if thread.parent else None,
        children=tuple(_link(child, people) for child in thread.children.order_by("order")),
        depends_on=tuple(_link(other, people) for other in thread.depends_on.order_by("order")),
        is_open=thread.is_open,
        was_opened=thread.opened_at is not None,
        phase_label=phase_words(thread),
    )


def phase_words(thread: Thread) -> str:
    """Whether the thread takes contributions, in two words or three."""
    if thread.is_open:
        return _("Open now")
    return _("Closed") if thread.opened_at else _("Not opened yet")


def printed_reference(thread: Thread, people: People) -> str:
    return thread.reference.in_(people.language, people.reader.workshop.language).text


def _link(thread: Thread, people: People) -> ThreadLink:
    title = thread.title.in_(people.language, people.reader.workshop.language)
    return ThreadLink(thread.pk, printed_reference(thread, people), title)


def _avenues(thread: Thread, people: People) -> tuple[Wording, ...]:
    tags = Tag.objects.filter(workshop_id=thread.workshop_id, key__in=thread.avenues).order_by("order")
    return tuple(tag.label.in_(people.language, people.reader.workshop.language) for tag in tags)
