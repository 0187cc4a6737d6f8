"""Putting the demonstration on: its people, words and answers, entered through the services like all others.

What is said is data, in `dialogue/demonstration/`: positions and responses, and a staging that adds what
those leave open.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from dialogue import catalogues
from dialogue.enums import PositionKind, Role, StanceChoice
from dialogue.models import (
    CoSponsorship,
    LocalText,
    Participant,
    Position,
    PositionVersion,
    Session,
    Tag,
    Thread,
    User,
    Workshop,
)
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.participants import add_participant
from dialogue.services.positions import PositionWording, post_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, open_session, plan_session, reschedule_session
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.summaries import write_summary
from dialogue.services.tags import set_tag
from dialogue.services.threads import close_thread, open_thread
from dialogue.services.workshops import WorkshopPlan, create_workshop

MATERIAL = Path(__file__).resolve().parent.parent / "demonstration"
QUESTION = "question"  # for now the demonstration asks none

Row = Mapping[str, Any]


def material(name: str) -> Row:
    """One of the data files of the demonstration."""
    content: Row = json.loads((MATERIAL / f"{name}.json").read_text(encoding="utf-8"))
    return content


def email_of(label: str) -> str:
    return f"{label.lower()}@demo.example"


def play() -> Workshop:
    """Create the demonstration's workshop and play its sessions. The caller makes it one transaction."""
    return _Stage().play()


class _Stage:
    """People by role label, positions by the ids of the data: what later scenes refer to."""

    def __init__(self) -> None:
        self.staging = material("staging")
        self.items = [
            *(_item(row) for row in material("positions")["items"] if row["kind"] != QUESTION),
            *(_item(row) for row in self.staging["positions"]),
        ]
        self.responses = material("responses")["responses"]
        self.people: dict[str, Participant] = {}
        self.positions: dict[str, Position] = {}
        self.organiser = self._found_workshop()
        self.workshop = self.organiser.workshop
        self.threads = {thread.key: thread for thread in Thread.objects.filter(workshop=self.workshop)}
        self.codebook = {tag.key: tag for tag in Tag.objects.filter(workshop=self.workshop)}

    def play(self) -> Workshop:
        self._invite()
        *earlier, last = self.staging["sessions"]
        for number, scene in enumerate(earlier, start=1):
            session = self._play_session(number, scene)
            self._close(session, scene)
        self._play_session(len(earlier) + 1, last)
        return Workshop.objects.get(pk=self.workshop.pk)

    def _found_workshop(self) -> Participant:
        plan = self.staging["workshop"]
        label = self._organiser_row["label"]
        return create_workshop(
            by=_account(label, can_organise=True),
            plan=WorkshopPlan(
                code=plan["code"],
                catalogue=catalogues.catalogue(plan["catalogue"]),
                title=LocalText(plan["title"]),
                place=LocalText(plan["place"]),
                is_fictitious=True,
                role_label=label,
            ),
        )

    @property
    def _organiser_row(self) -> Row:
        row: Row = next(row for row in self.staging["people"] if Role.ORGANISER in row["roles"])
        return row

    def _invite(self) -> None:
        camps = {camp.key: camp for camp in self.workshop.camps.all()}
        self.people[self.organiser.role_label] = self.organiser
        for row in self.staging["people"]:
            if row["label"] not in self.people:
                self.people[row["label"]] = add_participant(
                    by=self.organiser,
                    workshop=self.workshop,
                    user=_account(row["label"]),
                    roles=[Role(role) for role in row["roles"]],
                    role_label=row["label"],
                    camp=camps[row["camp"]] if row["camp"] else None,
                )

    def _play_session(self, number: int, scene: Row) -> Session:
        session = self._session(number, scene)
        for key in scene["threads"]:
            open_thread(by=self.organiser, thread=self.threads[key])
        open_session(by=self.organiser, session=session)
        for item in self._of(scene, self.items):
            self._post(item)
        self._answer(scene)
        self._tag(scene)
        for row in self._of(scene, self.staging["findings"]):
            self._find(row)
        for row in self._of(scene, self.staging["summaries"]):
            self._sum_up(row)
        return session

    def _session(self, number: int, scene: Row) -> Session:
        """The first session comes with the workshop, the others are planned."""
        starts_on, ends_on = _in_days(scene["starts_in_days"]), _in_days(scene["ends_in_days"])
        title = LocalText(scene["title"])
        first = Session.objects.filter(workshop=self.workshop, number=number).first()
        if first is None:
            return plan_session(by=self.organiser, title=title, starts_on=starts_on, ends_on=ends_on)
        return reschedule_session(
            by=self.organiser, session=first, title=title, starts_on=starts_on, ends_on=ends_on
        )

    def _close(self, session: Session, scene: Row) -> None:
        for key in scene["threads"]:
            close_thread(by=self.organiser, thread=self.threads[key])
        close_session(by=self.organiser, session=session)

    def _of(self, scene: Row, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if row["thread"] in scene["threads"]]

    def _post(self, item: Row) -> None:
        author = self.people[item["author"]]
        position = post_position(
            by=author,
            thread=self.threads[item["thread"]],
            kind=item["kind"],
            wording=PositionWording(
                claim=item["claim"],
                reasoning=item["reasoning"],
                language=item["language"],
                step=self.staging["steps"].get(item["id"], ""),
            ),
            part=self.staging["parts"].get(item["id"], ""),
            choice=self.staging["choices"].get(item["id"], ""),
        )
        self.positions[item["id"]] = position
        for label in item["co_sponsors"]:
            sponsorship = self._ask_cosponsor(position, label)
            answer_cosponsorship(
                by=self.people[label], sponsorship=sponsorship, agrees=True, expected_version=1
            )
        for label in self.staging["sponsors_still_asked"].get(item["id"], ()):
            self._ask_cosponsor(position, label)

    def _ask_cosponsor(self, position: Position, label: str) -> CoSponsorship:
        return ask_cosponsor(by=position.author, position=position, participant=self.people[label])

    def _answer(self, scene: Row) -> None:
        threads = {item["id"]: item["thread"] for item in self.items}
        for row in self.responses:
            if threads[row["proposal"]] in scene["threads"]:
                position = self.positions[row["proposal"]]
                respond(
                    by=self.people[_label(row["by"])],
                    position=position,
                    version_id=_wording(position).pk,
                    answer=self._words(row),
                )

    def _words(self, row: Row) -> Answer:
        """A note of who can live with it is the condition on which he or she can; any other is a reason."""
        key = f"{row['proposal']}.{_label(row['by'])}"
        note, language = row.get("note", ""), row.get("language", self.workshop.language)
        if key in self.staging["conditions"]:
            stated = self.staging["conditions"][key]
            return Answer(row["value"], stated["language"], reason=note, condition=stated["text"])
        is_condition = (
            row["value"] == StanceChoice.CAN_LIVE_WITH_IT and key not in self.staging["given_as_reason"]
        )
        return Answer(
            stance=row["value"],
            language=language,
            reason="" if is_condition else note,
            condition=note if is_condition else "",
        )

    def _tag(self, scene: Row) -> None:
        moderator = self._first(Role.MODERATOR)
        for item in self._of(scene, self.items):
            for key in self.staging["tags"].get(item["id"], ()):
                set_tag(by=moderator, version=_wording(self.positions[item["id"]]), tag=self.codebook[key])

    def _first(self, role: Role) -> Participant:
        return next(person for person in self.people.values() if role in person.roles)

    def _find(self, row: Row) -> None:
        act = sign_finding if row["signed"] else draft_finding
        act(
            by=self.people[row["by"]],
            thread=self.threads[row["thread"]],
            wording=FindingWording(
                text=row["text"],
                language=row["language"],
                level=row["level"],
                conditions=row.get("conditions", ""),
                evidence=self._wordings(row["evidence"]),
                figures_of=_wording(self.positions[row["figures_of"]]) if "figures_of" in row else None,
            ),
        )

    def _sum_up(self, row: Row) -> None:
        write_summary(
            by=self.people[row["by"]],
            thread=self.threads[row["thread"]],
            text=row["text"],
            language=row["language"],
            rests_on=self._wordings(row["rests_on"]),
            expected_number=0,
        )

    def _wordings(self, ids: Iterable[str]) -> list[PositionVersion]:
        return [_wording(self.positions[each]) for each in ids]


def _item(row: Row) -> Row:
    """A position of the data files with role labels in place of “Participant A1 (…)”."""
    return {
        **row,
        "kind": row.get("kind", PositionKind.POSITION),
        "author": row["author"] if "author" in row else _label(row["author_label"]),
        "co_sponsors": [_label(name) for name in row.get("co_sponsors", ())],
    }


def _label(name: str) -> str:
    """The role label in a name such as “Participant A1 (…)”."""
    return name.split()[1]


def _account(label: str, *, can_organise: bool = False) -> User:
    """The account of a person of the demonstration; one that stands already is taken as it is."""
    existing = User.objects.filter(email=email_of(label)).first()
    if existing is not None:
        return existing
    return User.objects.create_user(email_of(label), name=f"Participant {label}", can_organise=can_organise)


def _wording(position: Position) -> PositionVersion:
    assert position.current_version is not None
    return position.current_version


def _in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
