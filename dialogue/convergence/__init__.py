"""The figures beside people's findings: a rule anybody can check on a flipchart, and what statistics add.

`analyse` holds counted answers against the rule, exactly and with the standard library alone.
`analyse_conversation` says everything that can be said of the votes of a conversation. What needs
NumPy is loaded when it is first asked for. No Django. The README of this package explains every
number and every sentence.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .analysis import analyse, withhold
from .answers import CampAnswers, Stance, StanceCounts
from .bands import Band, Bands, CampBand, band_of, smallest_told, supporters_within, tell_bands
from .bridges import (
    agreement_spread,
    geometric_consensus,
    group_informed_consensus,
    jensen_shannon_divergence,
    joint_probability,
    joint_probability_without_one,
    polarisation,
    removals_to_lose_majority,
    room_joint_probability,
    switches_to_lose_majority,
)
from .columns import Reading
from .confidence import majority_decimal, majority_probability
from .counts import CampCounts, count_by_camp
from .figures import CampFigures, Change, ChangeCode, Figures
from .identifiers import Identifier, natural_order
from .latecomers import leave_out_latecomers
from .levels import Level, is_above
from .measures import (
    Certainty,
    agreement_bounds,
    agreement_mean,
    credible_interval,
    is_unclear,
    majority_certainty,
    pass_share,
    room_majority_decimal,
    room_majority_probability,
)
from .memory import MapMemory
from .notices import Notice, NoticeCode
from .rule import Rule
from .statements import (
    CampMeasures,
    StatementClass,
    StatementFigures,
    classify,
    expected_wrong,
    measure_camp,
    measure_statement,
    measure_statements,
    rank_bridges,
    rank_divisions,
)
from .verdict import Reason
from .votes import Conversation, VoteFields

if TYPE_CHECKING:
    from .camps_beside_groups import CampsBesideGroups, adjusted_rand_index, compare_camps_with_groups
    from .comparison import GroupLists, PolisFigures, analyse_as_polis, list_for_groups
    from .factorisation import Factorisation, factorise
    from .gate import ChanceTest, compare_with_chance
    from .groups import Groups, find_groups
    from .map import NoMap, OpinionMap, draw_map
    from .matrix import VoteMatrix
    from .polis import (
        ConsensusStatement,
        Representativeness,
        RepresentativeStatement,
        compare_shares,
        list_consensus,
        list_representative,
        measure_representativeness,
        multiply_agreement,
        score_share,
    )
    from .report import ConversationFigures, analyse_conversation
    from .twins import Twins, find_twins
    from .typical import TypicalStatement, TypicalStatements, find_typical, probability_above

_WITH_NUMPY = {
    "camps_beside_groups": ("CampsBesideGroups", "adjusted_rand_index", "compare_camps_with_groups"),
    "comparison": ("GroupLists", "PolisFigures", "analyse_as_polis", "list_for_groups"),
    "factorisation": ("Factorisation", "factorise"),
    "gate": ("ChanceTest", "compare_with_chance"),
    "groups": ("Groups", "find_groups"),
    "map": ("NoMap", "OpinionMap", "draw_map"),
    "matrix": ("VoteMatrix",),
    "polis": (
        "ConsensusStatement",
        "Representativeness",
        "RepresentativeStatement",
        "compare_shares",
        "list_consensus",
        "list_representative",
        "measure_representativeness",
        "multiply_agreement",
        "score_share",
    ),
    "report": ("ConversationFigures", "analyse_conversation"),
    "twins": ("Twins", "find_twins"),
    "typical": ("TypicalStatement", "TypicalStatements", "find_typical", "probability_above"),
}
_MODULE_OF = {name: module for module, names in _WITH_NUMPY.items() for name in names}

__all__ = [
    "Band",
    "Bands",
    "CampAnswers",
    "CampBand",
    "CampCounts",
    "CampFigures",
    "CampMeasures",
    "CampsBesideGroups",
    "Certainty",
    "ChanceTest",
    "Change",
    "ChangeCode",
    "ConsensusStatement",
    "Conversation",
    "ConversationFigures",
    "Factorisation",
    "Figures",
    "GroupLists",
    "Groups",
    "Identifier",
    "Level",
    "MapMemory",
    "NoMap",
    "Notice",
    "NoticeCode",
    "OpinionMap",
    "PolisFigures",
    "Reading",
    "Reason",
    "RepresentativeStatement",
    "Representativeness",
    "Rule",
    "Stance",
    "StanceCounts",
    "StatementClass",
    "StatementFigures",
    "Twins",
    "TypicalStatement",
    "TypicalStatements",
    "VoteFields",
    "VoteMatrix",
    "adjusted_rand_index",
    "agreement_bounds",
    "agreement_mean",
    "agreement_spread",
    "analyse",
    "analyse_as_polis",
    "analyse_conversation",
    "band_of",
    "classify",
    "compare_camps_with_groups",
    "compare_shares",
    "compare_with_chance",
    "count_by_camp",
    "credible_interval",
    "draw_map",
    "expected_wrong",
    "factorise",
    "find_groups",
    "find_twins",
    "find_typical",
    "geometric_consensus",
    "group_informed_consensus",
    "is_above",
    "is_unclear",
    "jensen_shannon_divergence",
    "joint_probability",
    "joint_probability_without_one",
    "leave_out_latecomers",
    "list_consensus",
    "list_for_groups",
    "list_representative",
    "majority_certainty",
    "majority_decimal",
    "majority_probability",
    "measure_camp",
    "measure_representativeness",
    "measure_statement",
    "measure_statements",
    "multiply_agreement",
    "natural_order",
    "pass_share",
    "polarisation",
    "probability_above",
    "rank_bridges",
    "rank_divisions",
    "removals_to_lose_majority",
    "room_joint_probability",
    "room_majority_decimal",
    "room_majority_probability",
    "score_share",
    "smallest_told",
    "supporters_within",
    "switches_to_lose_majority",
    "tell_bands",
    "withhold",
]


def __getattr__(name: str) -> Any:
    """Load a part that needs NumPy when it is first asked for."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
