"""The sentences of the minutes in simplified Chinese."""

import datetime
from collections.abc import Sequence

from dialogue.minutes.wording.chinese_sentences import SENTENCES
from dialogue.minutes.wording.grammar import Wording, is_unbroken, parsed

_DIGITS = "零一二三四五六七八九"


def _numeral(number: int) -> str:
    """一, 十二, 三十 … below one hundred, in figures from there on."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _cardinal(number: int) -> str:
    """A number before a measure word: two is 两 there."""
    return "两" if number == 2 else _numeral(number)


def _date(day: str) -> str:
    return _in_full(datetime.date.fromisoformat(day))


def _in_full(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _dates(days: Sequence[str]) -> str:
    """2031年3月3日和4日, 2031年3月3日至6日, 2031年3月30日和4月2日."""
    dates = parsed(days)
    if not dates:
        return ""
    shown = [dates[0], dates[-1]] if is_unbroken(dates) else dates
    words = [_after(day, before) for day, before in zip(shown, [None, *shown[:-1]], strict=True)]
    if len(words) == 1:
        return words[0]
    return "、".join(words[:-1]) + ("至" if is_unbroken(dates) else "和") + words[-1]


def _after(day: datetime.date, before: datetime.date | None) -> str:
    """A date without what the one before it has said."""
    if before is None or day.year != before.year:
        return _in_full(day)
    return f"{day.day}日" if day.month == before.month else f"{day.month}月{day.day}日"


CHINESE = Wording(
    language="zh",
    sentences=SENTENCES,
    cardinal=_cardinal,
    ordinal=_numeral,
    date=_date,
    dates=_dates,
    section_numeral=lambda number: f"{_numeral(number)}、",
    annex_numeral=lambda number: f"附件{_numeral(number)}",
    joint="、",
    last_joint="和",
    clause_joints=("，", "，"),
    nobody="无",
    sentence_space="",
)
