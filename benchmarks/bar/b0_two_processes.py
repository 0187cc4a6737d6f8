"""B0: two web processes, one Redis, one worker, one page of a browser at each: how long a post made at one
takes to appear at the other, before and after the Redis is killed and started again.

The time is taken inside the browser: from the answer to the post to the moment the sentence stands on the
page.
"""

import argparse
import os
import shutil
import tempfile
from pathlib import Path
from time import sleep

from playwright.sync_api import sync_playwright

from benchmarks.bar.report import proof
from tests.backing import both
from tests.browser.conftest import CHROMIUM, FLAGS, watched
from tests.browser.test_two_people import open_thread
from tests.browser.test_two_processes import (
    REFERENCE,
    addresses_that_answer,
    kill_and_restart,
    seconds_until_it_appears,
)
from tests.server import running

PROMISE = "A post made at one web process appears on a page of another, also after the Redis was killed"
LIMIT = "median under 0.5 s before and after"
SECONDS = 0.5
SECONDS_TO_COME_BACK = 3
"""After a restart of Redis the subscription needs a moment; what happens meanwhile is found by the clock."""


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    posts = 3 if parser.parse_args().quick else 20
    with (
        proof("B0", PROMISE, LIMIT) as tell,
        both() as (database, queue),
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ |= {"DATABASE_URL": database.url(), "REDIS_URL": queue.url()}
        with running(Path(folder), webs=2) as demonstration, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or CHROMIUM, args=FLAGS
            )
            webs = addresses_that_answer(demonstration)
            with watched(webs[0], browser) as at_first, watched(webs[1], browser) as at_second:
                first, second = at_first("abolitionist"), at_second("deterrence")
                for page in (first, second):
                    page.set_default_timeout(120_000)
                    open_thread(page, REFERENCE)
                seconds_until_it_appears(first, second, "The first one warms up.")
                before = [seconds_until_it_appears(first, second, f"Before, {n}.") for n in range(posts)]
                kill_and_restart(queue)
                at_once = seconds_until_it_appears(first, second, "Right after the restart.")
                sleep(SECONDS_TO_COME_BACK)
                after = [seconds_until_it_appears(first, second, f"After, {n}.") for n in range(posts)]
            browser.close()
        tell(
            passed=max(median(before), median(after)) < SECONDS,
            figure=(
                f"median {median(before):.3f} s before (longest {max(before):.3f}), {at_once:.3f} s for the "
                f"post right after the Redis was killed and restarted, median {median(after):.3f} s after "
                f"(longest {max(after):.3f}); {posts} posts each"
            ),
            notes=f"load of the machine at the end: {os.getloadavg()[0]:.1f}",
            before=before,
            right_after_restart=at_once,
            after=after,
        )


if __name__ == "__main__":
    main()
