"""Exports of any shape that files can hold."""

from hypothesis import strategies as st

from dialogue.convergence import Identifier, Stance
from dialogue.convergence.files import Camps, ConversationExport, ExportedStatement, ExportedVotes

TIMES = st.integers(100_000_000_000, 2_000_000_000_000)

_PLAIN = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
texts = st.text(_PLAIN, max_size=30) | st.sampled_from(
    ["=1+1", "'=1", "''-", "+", 'a,b\r\n"c"', " x ", "\ufeff"]
)
names = st.integers(-9, 30) | st.sampled_from(["ä", "s 2", "=x", "'-", "007", "a,b", '"', "-0"])
_names_of_camps = st.sampled_from(["west", "east", "=north", "a, b", "7"])


def _camps(draw: st.DrawFn, people: list[Identifier]) -> Camps:
    camps = draw(st.lists(_names_of_camps, unique=True, max_size=3))
    members = (
        draw(st.dictionaries(st.sampled_from(people), st.sampled_from(camps))) if camps and people else {}
    )
    return Camps(tuple(camps), members)


@st.composite
def exports(draw: st.DrawFn) -> ConversationExport:
    people = draw(st.lists(names, unique=True, max_size=8))
    statements = [
        ExportedStatement(
            name,
            draw(texts),
            draw(st.none() | names),
            draw(st.none() | TIMES),
            draw(st.sampled_from([-1, 0, 1])),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        for name in draw(st.lists(names, unique=True, max_size=6))
    ]
    answers = st.sampled_from(Stance) if draw(st.booleans()) else st.sampled_from([1, 0, -1])
    rows: list[tuple[object, ...]] = []
    if people and statements:
        row = st.tuples(
            st.sampled_from(people), st.sampled_from([each.identifier for each in statements]), answers
        )
        rows = draw(st.lists(row, max_size=30))
    if draw(st.booleans()):
        rows = [(*row, draw(TIMES | st.integers(0, 9))) for row in rows]
    groups = (
        draw(st.dictionaries(st.sampled_from(people), st.sampled_from(["0", "1", "10", "2", "b"])))
        if people
        else {}
    )
    return ConversationExport.of(
        statements,
        ExportedVotes.of(rows),
        participants=people,
        camps=_camps(draw, people),
        groups=Camps(camp_of=groups) if groups else None,
        topic=draw(texts),
        url=draw(texts),
        description=draw(texts),
        licence=draw(texts),
        summary=draw(st.dictionaries(st.sampled_from(["views", "éa", "x y"]), texts, max_size=2)),
    )
