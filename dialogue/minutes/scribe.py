"""What the sentences of every section need: the document, the language, and the numbers of the paragraphs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dialogue.minutes.blocks import Line, Part
from dialogue.minutes.document import NEITHER, Condition, Document, Objection, Voice
from dialogue.minutes.texts import Quotation
from dialogue.minutes.wording import Speaker
from dialogue.minutes.wording.grammar import letter


@dataclass(frozen=True)
class Scribe:
    document: Document
    speaker: Speaker
    numbers: dict[str, int]

    def attribution(self) -> Line:
        """The rule of attribution of this edition; by camp, with the size below which no group is counted."""
        header = self.document.header
        rule = self.speaker.say(f"attribution.{header.attribution}")
        if header.attribution != "camp":
            return rule
        count = self.speaker.wording.cardinal(header.k)
        return self.speaker.say("attribution.with_k", attribution=rule, count=count)

    def camp_label(self, key: str) -> Line:
        """The label of a camp, or the words for those of neither."""
        if key == NEITHER:
            return self.speaker.say("camp.neither")
        return self.speaker.local(self.document.camp(key).label)

    def camps_quoted(self, keys: Iterable[str]) -> Line:
        """Labels in quotation marks, enumerated; those of neither without marks."""
        return self.speaker.listed(
            self.camp_label(key)
            if key == NEITHER
            else self.speaker.say("camp.quoted", label=self.camp_label(key))
            for key in keys
        )

    def voice(self, voice: Voice, *, within: bool = False) -> Line:
        """Who spoke, as far as the document tells; `within` a sentence or at its beginning."""
        key = f"voice_within.{voice.kind}" if within else f"voice.{voice.kind}"
        if voice.kind == "none":
            return self.speaker.say(key)
        if voice.kind == "camp":
            return self.speaker.say(key, camp=self.camp_label(voice.camp))
        name = self.speaker.quote(Quotation(voice.text))
        if voice.camp:
            return self.speaker.say(f"{key}_of_camp", text=name, camp=self.camp_label(voice.camp))
        return self.speaker.say(key, text=name)

    def thread_reference(self, key: str) -> Line:
        """The printed reference of a thread; its key where this document does not hold the thread."""
        references = {thread.key: thread.reference for thread in self.document.threads}
        return self.speaker.line(references.get(key, key))

    def references(self, references: Iterable[str]) -> Line:
        """References of positions and proposals with their paragraphs; alone where they are elsewhere."""
        return self.speaker.listed(self._reference(reference) for reference in references)

    def _reference(self, reference: str) -> Line:
        number = self.numbers.get(f"position.{reference}", self.numbers.get(f"proposal.{reference}"))
        if number is None:
            return self.speaker.line(reference)
        return self.speaker.say("reference.with_paragraph", reference=reference, number=number)

    def reservations(
        self, conditions: Iterable[Condition], objections: Iterable[Objection], *, of_finding: bool = False
    ) -> Iterator[Part]:
        """Conditions, then standing objections, as labelled items, each with the words it was given in.

        A finding's conditions are those under which it was signed, and nobody's own.
        """
        statements: list[Condition | Objection] = [*conditions, *objections]
        for index, statement in enumerate(statements, start=1):
            voice = self.voice(statement.voice, within=True)
            if isinstance(statement, Condition) and of_finding:
                lead = self.speaker.say("condition.of_finding")
            elif isinstance(statement, Condition):
                state = self.speaker.say(f"condition.{statement.state}")
                lead = self.speaker.say("condition", voice=voice, state=state)
            else:
                lead = self.speaker.say(
                    "objection" if statement.text else "objection.without_reason", voice=voice
                )
            yield Part("item", lead, label=f"({letter(index, 'a')})")
            if statement.text:
                yield Part("quotation", self.speaker.quote(statement.text), inset=True)
