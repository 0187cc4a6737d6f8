"""The sentences of the minutes in English."""

import datetime
from collections.abc import Sequence

from dialogue.minutes.wording.english_sentences import SENTENCES
from dialogue.minutes.wording.grammar import Wording, is_unbroken, parsed, roman

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip


def _cardinal(number: int) -> str:
    """In words below one hundred, in figures from there on; zero as in “no answers”."""
    if number < len(_SMALL):
        return _SMALL[number]
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_SMALL[ones]}" if ones else _TENS[tens]


def _ordinal(number: int) -> str:
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _date(day: str) -> str:
    return _in_full(datetime.date.fromisoformat(day))


def _in_full(day: datetime.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _dates(days: Sequence[str]) -> str:
    """“3 and 4 March 2031”, “3 to 6 March 2031”, “30 March and 2 April 2031”."""
    dates = parsed(days)
    if not dates:
        return ""
    shown = [dates[0], dates[-1]] if is_unbroken(dates) else dates
    *earlier, last = [_before(day, after) for day, after in zip(shown, [*shown[1:], None], strict=True)]
    if not earlier:
        return last
    return f"{', '.join(earlier)} {'to' if is_unbroken(dates) else 'and'} {last}"


def _before(day: datetime.date, after: datetime.date | None) -> str:
    """A date without what the next one says again."""
    if after is None or day.year != after.year:
        return _in_full(day)
    return str(day.day) if day.month == after.month else f"{day.day} {_MONTHS[day.month - 1]}"


ENGLISH = Wording(
    language="en",
    sentences=SENTENCES,
    cardinal=_cardinal,
    ordinal=_ordinal,
    date=_date,
    dates=_dates,
    section_numeral=lambda number: f"{roman(number)}.",
    annex_numeral=lambda number: f"Annex {roman(number)}.",
    joint=", ",
    last_joint=" and ",
    clause_joints=(", ", " and "),
    nobody="none",
    sentence_space=" ",
)
