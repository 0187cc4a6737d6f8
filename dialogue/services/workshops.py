"""Workshops: created from a catalogue, and the one rule that may still change afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from dialogue import catalogues, rules
from dialogue.convergence import smallest_told
from dialogue.enums import Attribution, FigureStyle, Language, Phase, RecordKind, Role, ThreadForm
from dialogue.exceptions import DialogueError, NotAllowed, RuleFixed, TextRefused, UnknownChoice
from dialogue.models import Camp, LocalText, Participant, Session, Tag, Thread, User, Workshop
from dialogue.services.contributions import begin_steering
from dialogue.services.conversations import forget_conversations
from dialogue.services.participants import add_participant
from dialogue.services.record import enter
from dialogue.services.texts import clean_local_text

OWN_ORGANISER_ROLES = (Role.ORGANISER,)
LONGEST_TITLE = 200
LONGEST_PURPOSE = 2000
LONGEST_CAMP_LABEL = 80
LONGEST_CAMP_TEXT = 1000


class CodeTaken(DialogueError):
    code = "code_taken"
    status = 422
    sentence = _("Another workshop has this code. Please choose another: it is printed on every document.")


class MinutesTellMore(DialogueError):
    code = "minutes_tell_more"
    status = 422
    sentence = _(
        "In the room people appear %(display)s, and everybody there reads the minutes. Please choose minutes "
        "that tell no more."
    )


@dataclass(frozen=True, slots=True)
class CampWording:
    """What a camp is called and how it is described; chosen at the creation of the workshop."""

    key: str
    label: LocalText
    plural: LocalText
    definition: LocalText
    footnote: LocalText

    def cleaned(self) -> "CampWording":
        """The same words as they are stored; a refusal names the field as `camp_<key>_<part>_<language>`."""
        return CampWording(
            key=self.key,
            label=self._clean(self.label, "label", LONGEST_CAMP_LABEL, single_line=True),
            plural=self._clean(self.plural, "plural", LONGEST_CAMP_LABEL, single_line=True),
            definition=self._clean(self.definition, "definition", LONGEST_CAMP_TEXT, required=False),
            footnote=self._clean(self.footnote, "footnote", LONGEST_CAMP_TEXT, required=False),
        )

    def _clean(
        self, texts: LocalText, part: str, longest: int, *, required: bool = True, single_line: bool = False
    ) -> LocalText:
        return clean_local_text(
            texts,
            field=f"camp_{self.key}_{part}",
            longest=longest,
            required=required,
            single_line=single_line,
        )


@dataclass(frozen=True, slots=True)
class WorkshopPlan:
    """Everything fixed when a workshop is created. Texts left empty are taken from the catalogue."""

    code: str
    catalogue: catalogues.Catalogue
    thread_keys: Sequence[str] | None = None
    title: LocalText = field(default_factory=LocalText)
    purpose: LocalText = field(default_factory=LocalText)
    place: LocalText = field(default_factory=LocalText)
    language: str = Language.ENGLISH
    camps: Sequence[CampWording] | None = None
    attribution: str = Attribution.CAMP
    display: str = Attribution.ROLE_LABEL
    smallest_group: int = 4
    figure_style: str = FigureStyle.COUNTS
    quorum_share: Fraction = Fraction(2, 3)
    quorum_persons: int = 3
    is_fictitious: bool = False
    role_label: str = ""

    def cleaned(self) -> "WorkshopPlan":
        return replace(
            self,
            title=clean_local_text(
                self.title, field="title", longest=LONGEST_TITLE, required=False, single_line=True
            ),
            purpose=clean_local_text(self.purpose, field="purpose", longest=LONGEST_PURPOSE, required=False),
            place=clean_local_text(
                self.place, field="place", longest=LONGEST_TITLE, required=False, single_line=True
            ),
            camps=None if self.camps is None else [wording.cleaned() for wording in self.camps],
        )


@transaction.atomic
def create_workshop(*, by: User, plan: WorkshopPlan) -> Participant:
    """Create a workshop with its camps, codebook, threads (closed) and a first planned session.

    Returns its first participant: who creates a workshop organises it. All of the catalogue's threads unless
    `thread_keys` chooses. A program is let into one workshop and creates no other.
    """
    if not by.can_organise or by.acts_only_as is not None:
        raise NotAllowed
    _check(plan)
    plan = plan.cleaned()
    workshop = _create_row(plan)
    organiser = add_participant(
        by=None, workshop=workshop, user=by, roles=OWN_ORGANISER_ROLES, role_label=plan.role_label or "O1"
    )
    enter(workshop=workshop, kind=RecordKind.WORKSHOP_CREATED, subject=workshop, by=organiser)
    camps = _create_camps(workshop, plan, organiser)
    _create_codebook(workshop, plan.catalogue, organiser)
    _create_threads(workshop, plan, camps, organiser)
    session = Session.objects.create(workshop=workshop, number=1)
    enter(workshop=workshop, kind=RecordKind.SESSION_PLANNED, subject=session, by=organiser)
    workshop.refresh_from_db()
    organiser.workshop = workshop
    return organiser


@transaction.atomic
def tighten_attribution(*, by: Participant, attribution: str) -> Workshop:
    """Promise more than before about who is named. Never less once something was contributed."""
    if not rules.may_organise(by):
        raise NotAllowed
    if attribution not in Attribution.values:
        raise UnknownChoice(value=attribution, choices=", ".join(Attribution.values), field="attribution")
    workshop = begin_steering(workshop=by.workshop, by=by)
    wanted, current = Attribution(attribution), Attribution(workshop.attribution)
    if wanted == current:
        return workshop
    _check_minutes_tell_no_more_than_the_room(wanted, Attribution(workshop.display))
    if workshop.rules_fixed_at is not None and not current.allows(wanted):
        raise RuleFixed(field="attribution")
    workshop.attribution = wanted
    workshop.save(update_fields=["attribution"])
    forget_conversations(workshop=workshop)
    enter(workshop=workshop, kind=RecordKind.ATTRIBUTION_TIGHTENED, subject=workshop, by=by)
    return workshop


def _check(plan: WorkshopPlan) -> None:
    for name, value in (("attribution", plan.attribution), ("display", plan.display)):
        if value not in Attribution.values:
            raise UnknownChoice(value=value, choices=", ".join(Attribution.values), field=name)
    _check_minutes_tell_no_more_than_the_room(Attribution(plan.attribution), Attribution(plan.display))
    if plan.language not in Language.values:
        raise UnknownChoice(value=plan.language, choices=", ".join(Language.values), field="language")
    if not 1 <= plan.smallest_group <= 100:
        raise TextRefused(
            _("The smallest group that is counted has from 1 to 100 members."), field="smallest_group"
        )
    if plan.figure_style not in FigureStyle.values:
        raise UnknownChoice(
            value=plan.figure_style, choices=", ".join(FigureStyle.values), field="figure_style"
        )
    if plan.figure_style == FigureStyle.BANDS and plan.smallest_group < smallest_told():
        raise TextRefused(
            _("In bands the smallest group that is counted has %(number)s members or more.")
            % {"number": smallest_told()},
            field="smallest_group",
        )
    if plan.thread_keys is not None and not plan.thread_keys:
        raise TextRefused(_("Choose at least one thread; more can be added later."), field="threads")
    if slugify(plan.code) != plan.code.lower() or not plan.code or len(plan.code) > 40:
        raise TextRefused(_("A code has letters, digits and hyphens only, at most 40 of them."), field="code")


def _check_minutes_tell_no_more_than_the_room(attribution: Attribution, display: Attribution) -> None:
    """Minutes are read in the room too. Where it ties statements to camps at most, they tie them no closer;
    names and role labels are known to everybody around the table.
    """
    if display in (Attribution.CAMP, Attribution.NONE) and not display.allows(attribution):
        raise MinutesTellMore(display=display.label, field="attribution")


def _create_row(plan: WorkshopPlan) -> Workshop:
    try:
        with transaction.atomic():
            return Workshop.objects.create(
                code=plan.code.lower(),
                title=plan.title or _local(plan.catalogue.title),
                purpose=plan.purpose or _local(plan.catalogue.purpose),
                place=plan.place,
                language=plan.language,
                is_fictitious=plan.is_fictitious,
                catalogue_key=plan.catalogue.key,
                attribution=plan.attribution,
                display=plan.display,
                smallest_group=plan.smallest_group,
                figure_style=plan.figure_style,
                quorum_numerator=plan.quorum_share.numerator,
                quorum_denominator=plan.quorum_share.denominator,
                quorum_persons=plan.quorum_persons,
                created_at=timezone.now(),
            )
    except IntegrityError as taken:
        raise CodeTaken(field="code") from taken


def camp_wordings(catalogue: catalogues.Catalogue) -> list[CampWording]:
    """The camps as the catalogue proposes them, for the organiser to edit."""
    return [
        CampWording(
            camp.key, _local(camp.label), _local(camp.plural), _local(camp.definition), _local(camp.footnote)
        )
        for camp in catalogue.camps
    ]


def _create_camps(workshop: Workshop, plan: WorkshopPlan, by: Participant) -> dict[str, Camp]:
    camps: dict[str, Camp] = {}
    wordings = camp_wordings(plan.catalogue) if plan.camps is None else plan.camps
    for order, wording in enumerate(wordings, start=1):
        camp = Camp.objects.create(
            workshop=workshop,
            key=wording.key,
            order=order,
            label=wording.label,
            plural=wording.plural,
            definition=wording.definition,
            footnote=wording.footnote,
        )
        enter(workshop=workshop, kind=RecordKind.CAMP_CREATED, subject=camp, by=by)
        camps[camp.key] = camp
    return camps


def _create_codebook(workshop: Workshop, catalogue: catalogues.Catalogue, by: Participant) -> None:
    for order, entry in enumerate(catalogue.tags, start=1):
        tag = Tag.objects.create(
            workshop=workshop, key=entry.key, group=entry.group, order=order, label=_local(entry.label)
        )
        enter(workshop=workshop, kind=RecordKind.TAG_ADDED_TO_CODEBOOK, subject=tag, by=by)


def _create_threads(workshop: Workshop, plan: WorkshopPlan, camps: dict[str, Camp], by: Participant) -> None:
    catalogue = plan.catalogue
    chosen = catalogue.threads if plan.thread_keys is None else catalogue.select(plan.thread_keys)
    clusters = {cluster.key: _local(cluster.title) for cluster in catalogue.clusters}
    steps = {step.key: _local(step.label) for step in catalogue.work_steps}
    threads: dict[str, Thread] = {}
    for order, entry in enumerate(chosen, start=1):
        threads[entry.key] = Thread.objects.create(
            workshop=workshop,
            key=entry.key,
            order=order,
            reference=_local(entry.reference),
            source=_local(entry.source),
            cluster=clusters[entry.cluster],
            title=_local(entry.title),
            prompt=_local(entry.prompt),
            note=_local(entry.note),
            form=ThreadForm(entry.form),
            addressee=camps.get(entry.addressed_to),
            parts=[
                {
                    "key": part.key,
                    "prompt": part.prompt.to_dict(),
                    "addressee": _camp_key(part.addressed_to, camps),
                }
                for part in entry.parts
            ],
            choices=[{"key": choice.key, "label": choice.label.to_dict()} for choice in entry.choices],
            required_elements=[element.to_dict() for element in entry.required_elements],
            avenues=list(entry.avenues),
            work_step=steps[entry.work_step] if entry.work_step else LocalText(),
            phase=Phase.CLOSED,
        )
    for entry in chosen:
        thread = threads[entry.key]
        if entry.parent:
            thread.parent = threads[entry.parent]
            thread.save(update_fields=["parent"])
        thread.depends_on.set([threads[key] for key in entry.depends_on])
        enter(workshop=workshop, kind=RecordKind.THREAD_ADDED, subject=thread, by=by)


def _camp_key(addressed_to: str, camps: dict[str, Camp]) -> str | None:
    return addressed_to if addressed_to in camps else None


def _local(text: catalogues.LocalText | None) -> LocalText:
    return LocalText(text.to_dict()) if text else LocalText()
