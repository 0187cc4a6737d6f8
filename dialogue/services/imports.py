"""A conversation that was held elsewhere becomes a workshop: from its files, all of it or nothing.

Everything is made in one transaction and with one entry of the record, which tells how much was carried in
and commits to what was read; nothing in it says who answered what.
"""

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from string import ascii_uppercase
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dialogue import catalogues
from dialogue.convergence.files import ConversationExport, flat_files
from dialogue.enums import JobKind, Language, RecordKind, Role
from dialogue.exceptions import DialogueError
from dialogue.models import Import, LocalText, Participant, Session, Thread, User, Workshop
from dialogue.services.figures import refresh_workshop_figures
from dialogue.services.jobs import add_job
from dialogue.services.participants import set_roles
from dialogue.services.record import enter
from dialogue.services.rows import UNREACHABLE, Carried, ImportPlan, carry_rows
from dialogue.services.sessions import open_session
from dialogue.services.texts import mended_text
from dialogue.services.threads import LONGEST_PROMPT, open_thread
from dialogue.services.threads import LONGEST_TITLE as LONGEST_THREAD_TITLE
from dialogue.services.workshops import (
    LONGEST_CAMP_LABEL,
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    CampWording,
    WorkshopPlan,
    create_workshop,
)

MOST_CAMPS = 20
ENOUGH_ANSWERS = 5
"""So many of a camp make it heard on a statement: files do not tell who was shown it."""
THREAD_KEY = "conversation"
_CARRIED_IN = _("Carried in from files")
_GROUP, _GROUP_MEMBERS = _("Group %(group)s"), _("members of group %(group)s")
_MADE_FROM_VOTES = _(
    "Made from the votes themselves when the conversation was published; nobody declared it."
)


class NameTaken(DialogueError):
    code = "name_taken"
    sentence = _("There is a workshop called “%(name)s” already. Nothing was carried in.")


class NameMissing(DialogueError):
    code = "name_missing"
    sentence = _("The workshop needs a name that can be read.")


class MayNotOrganise(DialogueError):
    code = "may_not_organise"
    sentence = _("%(email)s may not create workshops here. Nothing was carried in.")


class TooManyCamps(DialogueError):
    code = "too_many_camps"
    sentence = _("A workshop has at most %(most)s camps, and these files have %(number)s.")


@transaction.atomic
def import_conversation(*, plan: ImportPlan, organiser: str = "") -> Carried:
    """Make an export a workshop: a thread with its question, every statement that is not hidden a proposal,
    every vote a response at its time.

    Whoever has the address `organiser` organises and moderates it; where it is empty an account no code
    reaches, as those of all others are. The map is drawn in the background.
    """
    name = mended_text(plan.name, longest=LONGEST_TITLE, single_line=True)
    if not name:
        raise NameMissing
    titles = Workshop.objects.values_list("title", flat=True)
    if any(name.casefold() == text.casefold() for title in titles for text in title.values()):
        raise NameTaken(name=name)
    if len(plan.camps.names) > MOST_CAMPS:
        raise TooManyCamps(most=MOST_CAMPS, number=len(plan.camps.names))
    return _carried_in(plan, _found_workshop(plan, name, organiser))


def _carried_in(plan: ImportPlan, organiser: Participant) -> Carried:
    thread, session = (
        Thread.objects.get(workshop=organiser.workshop),
        Session.objects.get(workshop=organiser.workshop),
    )
    open_session(by=organiser, session=session)
    open_thread(by=organiser, thread=thread)
    carried = carry_rows(plan=plan, organiser=organiser, thread=thread, session=session)
    _enter(plan, carried, thread, organiser)
    Workshop.objects.filter(pk=organiser.workshop_id).update(rules_fixed_at=timezone.now())
    refresh_workshop_figures(workshop=organiser.workshop)
    add_job(workshop=organiser.workshop, kind=JobKind.DRAW_MAP, subject=organiser.workshop_id)
    return carried


def _found_workshop(plan: ImportPlan, name: str, email: str) -> Participant:
    code = _free_code(name)
    organiser = create_workshop(
        by=_account(email or f"organiser@{code}.{UNREACHABLE}"),
        plan=WorkshopPlan(
            code=code,
            catalogue=_catalogue_of(plan, name),
            language=plan.language,
            camps=_camp_wordings(plan),
            attribution=plan.attribution,
            quorum_share=Fraction(0),
            quorum_persons=ENOUGH_ANSWERS,
        ),
    )
    return set_roles(by=organiser, participant=organiser, roles=[Role.ORGANISER, Role.MODERATOR])


def _account(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        return User.objects.create_user(email, can_organise=True)
    if not user.can_organise:
        raise MayNotOrganise(email=email)
    return user


def _free_code(name: str) -> str:
    wanted = slugify(name)[:30].strip("-_") or THREAD_KEY
    taken, code, number = set(Workshop.objects.values_list("code", flat=True)), wanted, 2
    # Accounts outlive their workshop: those of another import are not taken over.
    while code in taken or User.objects.filter(email__endswith=f"@{code}.{UNREACHABLE}").exists():
        code, number = f"{wanted}-{number}", number + 1
    return code


def _catalogue_of(plan: ImportPlan, name: str) -> catalogues.Catalogue:
    """An agenda of one thread, with the tags that lead to findings."""
    export, text = plan.export, catalogues.LocalText.of
    licence = mended_text(export.licence, longest=LONGEST_PROMPT)
    described = mended_text(export.description, longest=LONGEST_PURPOSE)
    topic = mended_text(export.topic, longest=LONGEST_PROMPT, single_line=True) or name
    title = mended_text(topic, longest=LONGEST_THREAD_TITLE, single_line=True)
    cluster = catalogues.CatalogueCluster(THREAD_KEY, text(_in_both(_CARRIED_IN)))
    thread = catalogues.CatalogueThread(
        key=THREAD_KEY,
        cluster=THREAD_KEY,
        reference=text({plan.language: "1"}),
        source=text({plan.language: mended_text(export.url, longest=LONGEST_THREAD_TITLE)}),
        title=text({plan.language: title}),
        prompt=text({plan.language: topic}),
        addressed_to=catalogues.BOTH,
        note=text({plan.language: licence}) if licence else None,
    )
    return catalogues.Catalogue(
        key="",
        languages=(plan.language,),
        title=text({plan.language: name}),
        purpose=text({plan.language: described} if described else {}),
        source=text({}),
        camps=(),
        clusters=(cluster,),
        threads=(thread,),
        tags=catalogues.catalogue("market-street").tags_of("finding"),
    )


def _camp_wordings(plan: ImportPlan) -> list[CampWording]:
    keys: dict[str, str] = {}
    for place, camp in enumerate(plan.camps.names, start=1):
        key = slugify(camp)[:40].strip("-_")
        keys[camp] = key if key and key not in {*keys.values(), "neither", "both"} else f"camp-{place}"
    note = LocalText() if plan.camps.declared else LocalText(_in_both(_MADE_FROM_VOTES))
    wordings = []
    for camp, key in keys.items():
        label = mended_text(camp, longest=LONGEST_CAMP_LABEL) or key
        local = plural = LocalText({plan.language: label})
        if not camp.strip("0123456789"):
            values = {"group": _letter(camp)}
            local, plural = (LocalText(_in_both(each, values)) for each in (_GROUP, _GROUP_MEMBERS))
        wordings.append(CampWording(key, local, plural, note, note))
    return wordings


def _letter(number: str) -> str:
    """What Polis calls a group on its pages: a number alone says nothing there."""
    place = int(number) if len(number) < 3 else len(ascii_uppercase)
    return ascii_uppercase[place] if place < len(ascii_uppercase) else number


def _in_both(sentence: str | Promise, values: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """One of our own sentences in the languages of the pages."""
    texts = {}
    for code, locale in ((Language.ENGLISH, "en"), (Language.CHINESE, "zh-hans")):
        with override(locale):
            texts[str(code)] = str(sentence) % values if values else str(sentence)
    return texts


def _enter(plan: ImportPlan, carried: Carried, thread: Thread, organiser: Participant) -> None:
    imported = Import.objects.create(
        thread=thread,
        url=plan.export.url,
        licence=plan.export.licence,
        camps_declared=plan.camps.declared,
        fingerprint=fingerprint(plan.export),
        statements=carried.statements,
        participants=len(carried.people),
        responses=carried.responses,
        imported_at=timezone.now(),
    )
    enter(workshop=organiser.workshop, kind=RecordKind.CONVERSATION_IMPORTED, subject=imported, by=organiser)


def fingerprint(export: ConversationExport) -> str:
    """The SHA-256 of an export, as flat files tell it: of all that was read."""
    digest = hashlib.sha256()
    for name, lines in flat_files(export).items():
        digest.update(name.encode())
        for line in lines():
            digest.update(line.encode())
    return digest.hexdigest()
