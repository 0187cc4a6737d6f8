"""What entries say of each other: every key exists, stands once, and nothing runs in a circle."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from dialogue.catalogues.faults import FaultList, entry_name
from dialogue.catalogues.structure import BOTH, Catalogue, CatalogueThread
from dialogue.catalogues.texts import quoted


def check_references(catalogue: Catalogue, faults: FaultList) -> None:
    """Adds the faults between entries; an empty key has had its fault on reading and is passed over."""
    _check_unique("", "camps", [camp.key for camp in catalogue.camps], faults)
    _check_unique("", "clusters", [cluster.key for cluster in catalogue.clusters], faults)
    _check_unique("", "work_steps", [step.key for step in catalogue.work_steps], faults)
    _check_unique("", "tags", [tag.key for tag in catalogue.tags], faults)
    _check_unique("", "threads", [thread.key for thread in catalogue.threads], faults)
    references = _References(catalogue, faults)
    for number, thread in enumerate(catalogue.threads, start=1):
        references.check_thread(entry_name("thread", thread.key, number), thread)
    threads = references.threads.values()
    _check_circles("parent", {t.key: [t.parent] if t.parent else [] for t in threads}, faults)
    _check_circles("depends_on", {t.key: t.depends_on for t in threads}, faults)


class _References:
    """What a thread may refer to in one catalogue."""

    def __init__(self, catalogue: Catalogue, faults: FaultList) -> None:
        self.faults = faults
        self.addressees = (BOTH, *(camp.key for camp in catalogue.camps))
        self.clusters = tuple(cluster.key for cluster in catalogue.clusters)
        self.avenues = tuple(tag.key for tag in catalogue.tags_of("avenue"))
        self.work_steps = tuple(step.key for step in catalogue.work_steps)
        self.threads = {thread.key: thread for thread in catalogue.threads if thread.key}

    def check_thread(self, name: str, thread: CatalogueThread) -> None:
        self._check_known(name, "cluster", [thread.cluster], self.clusters, "clusters")
        self._check_known(name, "addressed_to", [thread.addressed_to], self.addressees, "camps")
        self._check_known(name, "avenues", thread.avenues, self.avenues, "tags of the group “avenue”")
        self._check_known(name, "work_step", [thread.work_step], self.work_steps, "work steps")
        self._check_known(name, "depends_on", thread.depends_on, self.threads, "threads")
        self._check_parent(name, thread)
        self._check_answered(name, thread)
        _check_unique(name, "parts", [part.key for part in thread.parts], self.faults)
        _check_unique(name, "choices", [choice.key for choice in thread.choices], self.faults)
        for number, part in enumerate(thread.parts, start=1):
            part_name = f"{name}, {entry_name('part', part.key, number)}"
            self._check_known(part_name, "addressed_to", [part.addressed_to], self.addressees, "camps")

    def _check_parent(self, name: str, thread: CatalogueThread) -> None:
        self._check_known(name, "parent", [thread.parent], self.threads, "threads")
        parent = self.threads.get(thread.parent or "")
        if parent is not None and parent.cluster != thread.cluster:
            problem = (
                f"is {quoted(parent.key)}, which is in another cluster. Both have to be in the same one."
            )
            self.faults.add(name, "parent", problem)

    def _check_answered(self, name: str, thread: CatalogueThread) -> None:
        field = "answers_entries_of"
        self._check_known(name, field, [thread.answers_entries_of], self.threads, "threads")
        answered = self.threads.get(thread.answers_entries_of or "")
        if answered is not None and answered.key == thread.key:
            self.faults.add(name, field, "names the thread itself. It has to name another one.")
        elif answered is not None and answered.register is None:
            self.faults.add(name, field, f"names {quoted(answered.key)}, which has no “register” of entries.")

    def _check_known(
        self, name: str, field: str, keys: Iterable[str | None], known: Collection[str], where: str
    ) -> None:
        for key in keys:
            if key and key not in known:
                self.faults.add(name, field, f"names {quoted(key)}, which is not among the {where}.")


def _check_unique(name: str, field: str, keys: Iterable[str], faults: FaultList) -> None:
    for key, times in Counter(keys).items():
        if key and times > 1:
            faults.add(name, field, f"has the key {quoted(key)} {times} times. Each key may stand once.")


def _check_circles(field: str, edges: Mapping[str, Iterable[str]], faults: FaultList) -> None:
    """Each circle once: after one is found its threads are taken out, and the rest is searched again."""
    remaining = dict(edges)
    while True:
        try:
            TopologicalSorter(remaining).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            # The search names a circle against the arrows: turned round, each thread names the next one.
            way = " → ".join(quoted(key) for key in reversed(circle))
            faults.add(f"thread {quoted(circle[-1])}", field, f"leads back to the thread itself: {way}.")
            for key in circle:
                remaining.pop(key, None)
        else:
            return
