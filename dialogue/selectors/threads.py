"""The head of a thread as one reader sees it."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from dialogue.models import LocalText, Tag, Thread
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.shown import PartShown, ThreadLink, ThreadShown


def thread_shown(thread: Thread, people: People) -> ThreadShown:
    """Two queries, with `thread.parent` read before."""
    linked = _linked(thread)

    def local(text: LocalText) -> Wording:
        return text.in_(people.language, people.reader.workshop.language)

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
        children=tuple(_link(each, people) for each in linked if each.parent_id == thread.pk),
        depends_on=tuple(_link(each, people) for each in linked if each.is_needed),  # type: ignore[attr-defined]
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


def _linked(thread: Thread) -> list[Thread]:
    """The threads below this one and those it depends on (`is_needed`), in the order of the agenda."""
    needed = Exists(thread.depends_on.filter(pk=OuterRef("pk")))
    others = Thread.objects.filter(workshop_id=thread.workshop_id).annotate(is_needed=needed)
    return list(others.filter(Q(parent=thread) | Q(is_needed=True)).order_by("order"))


def _link(thread: Thread, people: People) -> ThreadLink:
    title = thread.title.in_(people.language, people.reader.workshop.language)
    return ThreadLink(thread.pk, printed_reference(thread, people), title)


def _avenues(thread: Thread, people: People) -> tuple[Wording, ...]:
    tags = Tag.objects.filter(workshop_id=thread.workshop_id, key__in=thread.avenues).order_by("order")
    return tuple(tag.label.in_(people.language, people.reader.workshop.language) for tag in tags)
