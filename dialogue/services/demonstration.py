"""The demonstration: created once, entered as any of its personas."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language

from dialogue.models import LocalText, Participant, User, Workshop
from dialogue.services import staging

SALT = "demonstration"


@dataclass(frozen=True, slots=True)
class Persona:
    """A part a visitor may step into. `side` is the slot of a camp, or “n” for the bridge between them."""

    slug: str
    role_label: str
    side: str
    label: LocalText
    sentence: LocalText


def create_demo() -> Workshop:
    """Create the demonstration in one transaction, or find it as it stands: a second run changes nothing."""
    with transaction.atomic():
        existing = _workshop()
        return staging.play() if existing is None else existing


def personas() -> Iterator[Persona]:
    for row in staging.material("staging")["personas"]:
        yield Persona(
            row["slug"], row["person"], row["side"], LocalText(row["label"]), LocalText(row["sentence"])
        )


def doors() -> tuple[tuple[str, str, str, str], ...]:
    """Side, label, sentence and slug of every persona, in the reader's language."""
    language = get_language() or "en"
    return tuple(
        (each.side, each.label.in_(language).text, each.sentence.in_(language).text, each.slug)
        for each in personas()
    )


def entrances() -> tuple[tuple[str, str], ...]:
    """Label and path of one sign-in link for every persona. Only a demonstration answers them."""
    language = get_language() or "en"
    return tuple(
        (
            each.label.in_(language).text,
            reverse("enter_by_link", args=[signing.dumps(each.slug, salt=SALT)]),
        )
        for each in personas()
    )


def persona_user(slug: str) -> User | None:
    """The account behind a persona; None for any other word, and before the demonstration is created."""
    labels = {each.slug: each.role_label for each in personas()}
    return User.objects.filter(email=staging.email_of(labels[slug])).first() if slug in labels else None


def participant_of(slug: str) -> Participant | None:
    """A persona's part in the demonstration's workshop; None where there is none."""
    user = persona_user(slug)
    return (
        Participant.objects.present()
        .select_related("user", "workshop")
        .filter(workshop=_workshop(), user=user)
        .first()
        if user
        else None
    )


def link_to(participant: Participant) -> str:
    """The path of a sign-in link for somebody of another workshop, which only a demonstration answers."""
    return reverse("enter_by_link", args=[signing.dumps({"participant": str(participant.pk)}, salt=SALT)])


def participant_of_token(token: str) -> Participant | None:
    """Whom a sign-in link lets in; None for a link nobody signed."""
    try:
        meant = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if isinstance(meant, str):
        return participant_of(meant)
    present = Participant.objects.present().select_related("user", "workshop")
    return present.filter(pk=meant["participant"]).first()


def _workshop() -> Workshop | None:
    return Workshop.objects.filter(code=staging.material("staging")["workshop"]["code"]).first()
