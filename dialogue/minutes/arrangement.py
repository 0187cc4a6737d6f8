"""Decisions the builder of a document takes before it is built: which threads name camps, and in which order.

Nothing here depends on when something was entered: order of entry is one of the ways a writer is found out.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def labelled_threads(
    groups_by_thread: Mapping[str, Collection[str]], size_by_group: Mapping[str, int], k: int
) -> frozenset[str]:
    """The threads whose positions may be tied to camps in attribution `camp`.

    `groups_by_thread` holds, per thread, the group (camp key or `neither`) of every position heard in it.
    A thread is labelled if all its positions come from groups of at least k members. If another thread then
    held positions of small groups alone, it would give them away by exclusion; in that case no thread is
    labelled.
    """
    large = {group for group, size in size_by_group.items() if size >= k}
    labelled = {thread for thread, groups in groups_by_thread.items() if set(groups) <= large}
    for thread, groups in groups_by_thread.items():
        if thread not in labelled and not large.intersection(groups):
            return frozenset()
    return frozenset(labelled)


def arrange(
    items: Iterable[Item],
    *,
    camp_of: Callable[[Item], str],
    text_of: Callable[[Item], str],
    camps: Sequence[str],
    thread_index: int,
    labelled: bool,
) -> tuple[Item, ...]:
    """The positions of a thread in the order they are printed in.

    Labelled positions alternate between the camps; which camp comes first alternates with `thread_index`
    (from 0), and those of `neither` follow. Positions without labels stand in one sequence, since alternation
    would tell their camp. Within a camp, or within that sequence, the order follows a hash of the text: the
    same every time, and no other order shines through.
    """
    by_content = sorted(
        items, key=lambda item: hashlib.sha256(text_of(item).encode("utf-8", "replace")).digest()
    )
    if not labelled:
        return tuple(by_content)
    turn = thread_index % len(camps) if camps else 0
    order = [*camps[turn:], *camps[:turn]]
    queues = [[item for item in by_content if camp_of(item) == camp] for camp in order]
    longest = max((len(queue) for queue in queues), default=0)
    alternating = [queue[row] for row in range(longest) for queue in queues if row < len(queue)]
    return (*alternating, *(item for item in by_content if camp_of(item) not in order))
