"""H1: a page, a list or an act asks the database as often in a thread of 1,000 positions as in one of 10."""

from benchmarks.bar.engines import options, served
from benchmarks.bar.report import proof
from benchmarks.pages import Cost, addresses, cost_of, cost_of_post, cost_of_response
from benchmarks.people import Gathering, gather, speak

FEW, MANY, QUICK_MANY = 10, 1000, 60


def costs(gathering: Gathering, thread: object, position: object) -> dict[str, tuple[Cost, int]]:
    spent = {
        address.name: (cost_of(address), address.budget) for address in addresses(gathering, thread, position)
    }
    spent["post"] = (cost_of_post(gathering.voices[1], thread), 40)
    spent["response"] = (cost_of_response(gathering.voices[2], position), 40)
    return spent


def main() -> None:
    quick = options(__doc__).parse_args().quick
    many = QUICK_MANY if quick else MANY
    with (
        proof(
            "H1",
            "Pages ask the database as often for much as for little.",
            "10 and 1,000 positions: the same queries, ≤ 25 a page, ≤ 12 a fragment, ≤ 10 a list "
            "(≤ 13 of positions)",
        ) as tell,
        served("PostgreSQL"),
    ):
        gathering = gather(16, threads=1)
        (thread,) = gathering.threads
        positions = speak(gathering, FEW)
        few = costs(gathering, thread, positions[0])
        speak(gathering, many - FEW)
        much = costs(gathering, thread, positions[0])
        differing = {
            name: (few[name][0].queries, cost.queries)
            for name, (cost, _budget) in much.items()
            if cost.queries != few[name][0].queries
        }
        over = {name: cost.queries for name, (cost, budget) in much.items() if cost.queries > budget}
        tell(
            passed=not differing and not over and many >= MANY,
            figure=f"{len(much)} pages, lists and acts with {FEW} and {many} positions: "
            f"{len(differing)} differ, {len(over)} over their budget",
            notes="; ".join(
                [f"{name}: {before} and {after}" for name, (before, after) in differing.items()]
                + [f"{name}: {queries} queries" for name, queries in over.items()]
            ),
            queries={name: cost.queries for name, (cost, _budget) in much.items()},
            quick=quick,
        )


if __name__ == "__main__":
    main()
