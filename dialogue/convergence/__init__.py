"""The figures beside people's findings: a rule anybody can check on a flipchart, computed exactly.

Counts per camp go in, frozen `Figures` come out. Pure: the standard library alone, no Django.
The README of this package explains every number and every sentence.
"""

from .analysis import analyse
from .answers import CampAnswers, Stance, StanceCounts
from .confidence import majority_probability
from .figures import CampFigures, Change, ChangeCode, Figures
from .levels import Level, is_above
from .rule import Rule
from .verdict import Reason

__all__ = [
    "CampAnswers",
    "CampFigures",
    "Change",
    "ChangeCode",
    "Figures",
    "Level",
    "Reason",
    "Rule",
    "Stance",
    "StanceCounts",
    "analyse",
    "is_above",
    "majority_probability",
]
