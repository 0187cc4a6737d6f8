"""Whose answers statements are held against: declared camps, opinion groups, or everybody as one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..counts import count_by_camp
from ..statements import StatementClass, StatementFigures, measure_statements
from ..votes import Conversation

if TYPE_CHECKING:
    from ..report import ConversationFigures

EVERYBODY = "everybody"
FEW_PEOPLE = 30


@dataclass(frozen=True)
class Basis:
    """Statements with their figures by camps or groups; `kind` is `camps`, `groups` or `everybody`.

    `labels` says how they are called in a sentence where it is not by their name.
    """

    kind: str
    names: tuple[str, ...]
    statements: tuple[StatementFigures, ...]
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def label(self, name: str) -> str:
        """Return how a camp or group is called in a sentence."""
        return self.labels.get(name, name)

    def of_class(self, kind: StatementClass) -> tuple[StatementFigures, ...]:
        """Return the statements of one class."""
        return tuple(each for each in self.statements if each.kind is kind)

    @property
    def has_few_people(self) -> bool:
        """Whether some camp has at most thirty members, so that a sign must not be taken for a proof."""
        return any(counts.members <= FEW_PEOPLE for each in self.statements for counts in each.counts)


def choose_basis(conversation: Conversation, figures: "ConversationFigures") -> Basis:
    """Take the camps where there are at least two with members, else the groups, else everybody as one."""
    if sum(number > 0 for number in conversation.members.values()) > 1 and figures.statements:
        return Basis("camps", conversation.camps, figures.statements)
    if figures.groups is not None:
        letters = figures.groups.letters
        return Basis(
            "groups", letters, figures.group_statements, {letter: f"group {letter}" for letter in letters}
        )
    together = replace(
        conversation, camps=(EVERYBODY,), camp_of=dict.fromkeys(conversation.participants, EVERYBODY)
    )
    together.__dict__["matrix"] = conversation.matrix
    figures_of_all = measure_statements((EVERYBODY,), count_by_camp(together))
    return Basis(EVERYBODY, (EVERYBODY,), figures_of_all, {EVERYBODY: ""})
