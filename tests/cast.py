"""The cast: the same people in the same roles in every test."""

from dataclasses import dataclass, field

from dialogue import catalogues
from dialogue.enums import Role
from dialogue.models import Camp, Participant, Position, Session, Thread, User
from dialogue.services.participants import add_participant
from dialogue.services.positions import PositionWording, post_position
from dialogue.services.sessions import open_session
from dialogue.services.threads import open_thread
from dialogue.services.workshops import WorkshopPlan, create_workshop

MEMBERS_PER_CAMP = 5


def user(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", name=f"Name of {name}")


@dataclass
class Cast:
    """Five and five, two of neither camp, and everybody who runs it; session 1 and one thread are open."""

    organiser: Participant
    abolitionists: list[Participant]
    supporters: list[Participant]
    of_neither: list[Participant]
    moderator: Participant
    chair: Participant
    rapporteur: Participant
    observer: Participant
    stranger: User
    other_moderator: Participant
    session: Session
    thread: Thread
    closed_thread: Thread
    camps: dict[str, Camp] = field(default_factory=dict)

    @property
    def workshop(self):  # type: ignore[no-untyped-def]
        return self.organiser.workshop

    @property
    def abolitionist(self) -> Participant:
        return self.abolitionists[0]

    @property
    def supporter(self) -> Participant:
        return self.supporters[0]

    @property
    def neither(self) -> Participant:
        return self.of_neither[0]

    def everybody(self) -> dict[str, Participant]:
        """Every role of the workshop once, by its name."""
        return {
            "abolitionist": self.abolitionist,
            "supporter": self.supporter,
            "neither": self.neither,
            "moderator": self.moderator,
            "chair": self.chair,
            "rapporteur": self.rapporteur,
            "organiser": self.organiser,
            "observer": self.observer,
        }


def assemble(code: str = "two-banks", **plan: object) -> Cast:
    """Create the cast through the services, as everything else is created."""
    founder = user(f"organiser-{code}")
    founder.can_organise = True
    founder.save()
    catalogue = catalogues.catalogue("npt-2018")
    organiser = create_workshop(by=founder, plan=WorkshopPlan(code=code, catalogue=catalogue, **plan))  # type: ignore[arg-type]
    workshop = organiser.workshop
    camps = {camp.key: camp for camp in workshop.camps.all()}

    def join(name: str, label: str, roles: set[Role], camp: Camp | None = None) -> Participant:
        return add_participant(
            by=organiser,
            workshop=workshop,
            user=user(f"{name}-{code}"),
            roles=roles,
            role_label=label,
            camp=camp,
        )

    def voices(name: str, letter: str, number: int, camp: Camp | None) -> list[Participant]:
        return [join(f"{name}-{n}", f"{letter}{n}", {Role.VOICE}, camp) for n in range(1, number + 1)]

    abolitionists = voices("abolitionist", "A", MEMBERS_PER_CAMP, camps["abolitionist"])
    supporters = voices("supporter", "D", MEMBERS_PER_CAMP, camps["deterrence"])
    of_neither = voices("neither", "N", 2, None)
    session = open_session(by=organiser, session=workshop.sessions.get(number=1))
    other_founder = user(f"other-organiser-{code}")
    other_founder.can_organise = True
    other_founder.save()
    elsewhere = create_workshop(
        by=other_founder,
        plan=WorkshopPlan(code=f"{code}-elsewhere", catalogue=catalogues.catalogue("market-street")),
    )
    return Cast(
        organiser=organiser,
        abolitionists=abolitionists,
        supporters=supporters,
        of_neither=of_neither,
        moderator=join("moderator", "M1", {Role.MODERATOR}),
        chair=join("chair", "C1", {Role.CHAIR}),
        rapporteur=join("rapporteur", "R1", {Role.RAPPORTEUR}),
        observer=join("observer", "B1", {Role.OBSERVER}),
        stranger=user(f"stranger-{code}"),
        other_moderator=add_participant(
            by=elsewhere,
            workshop=elsewhere.workshop,
            user=user(f"other-moderator-{code}"),
            roles={Role.MODERATOR},
            role_label="M1",
        ),
        session=session,
        thread=open_thread(by=organiser, thread=workshop.threads.get(key="hq-a")),
        closed_thread=workshop.threads.get(key="hq-b"),
        camps=camps,
    )


def as_carried_in(cast: Cast) -> Cast:
    """The same as if it had been held elsewhere and carried in from files."""
    cast.workshop.catalogue_key = ""
    cast.workshop.save(update_fields=["catalogue_key"])
    return cast


def post(
    by: Participant,
    thread: Thread,
    claim: str = "Longer decision time makes use less likely.",
    *,
    kind: str = "position",
    **words: str,
) -> Position:
    """Put a position forward with words that do not matter to the test."""
    wording = PositionWording(
        claim=claim,
        reasoning=words.get("reasoning", "Because time is safety."),
        language=words.get("language", "en"),
        step=words.get("step", ""),
    )
    return post_position(by=by, thread=thread, kind=kind, wording=wording)
