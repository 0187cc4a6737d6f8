"""What a page does with its stream: it hears, it asks where no stream gets through, and it stops when it may
not read any more.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import Opener
from tests.browser.test_two_people import open_thread, put_forward
from tests.server import Demonstration

STREAM, NUMBER = re.compile(r"/live/\?after="), re.compile(r"/changes/$")
ENOUGH = 40
REFERENCE = "28 (c)"


class Asked:
    """How often a page opened its stream, and how often it asked for the number."""

    def __init__(self, page: Page) -> None:
        self.streams = self.numbers = 0
        page.on("request", self._count)

    def _count(self, request: Request) -> None:
        self.streams += bool(STREAM.search(request.url))
        self.numbers += bool(NUMBER.search(request.url))


def let_time_pass_until(page: Page, holds: Callable[[], bool]) -> None:
    """The clock of the page runs ahead, fifteen seconds at a time; the network takes its own time."""
    for _each in range(ENOUGH):
        if holds():
            return
        page.clock.fast_forward(15_000)
        page.evaluate("fetch('/livez')")
    raise AssertionError("It did not come to hold.")


@pytest.fixture
def reader(demonstration: Demonstration, browser: Browser) -> Iterator[Page]:
    """A page whose clock is the test's, and whose console may complain of what is kept from it."""
    context = browser.new_context(base_url=demonstration.address, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.clock.install()
    page.goto("/")
    page.locator("form[action$='/enter/deterrence/'] button").click()
    page.wait_for_url("**/workshops/**")
    yield page
    context.close()


def test_page_hears_through_one_stream_and_asks_for_nothing(reader: Page, enter: Opener) -> None:
    asked, writer = Asked(reader), enter("abolitionist")
    for page in (reader, writer):
        open_thread(page, REFERENCE)

    put_forward(writer, "position", "Heard through the stream.")

    expect(reader.locator(".arrived")).to_contain_text("new voice", timeout=30_000)
    assert (asked.streams, asked.numbers) == (1, 0)


def test_page_asks_where_streams_are_blocked_and_listens_again_when_they_are_not(
    reader: Page, enter: Opener
) -> None:
    asked, writer = Asked(reader), enter("abolitionist")
    reader.route(STREAM, lambda route: route.abort())
    for page in (reader, writer):
        open_thread(page, REFERENCE)
    put_forward(writer, "position", "Found by asking for the number.")
    arrived = reader.locator(".arrived")

    let_time_pass_until(reader, arrived.is_visible)
    reader.unroute(STREAM)
    streams = asked.streams
    let_time_pass_until(reader, lambda: asked.streams > streams)
    numbers = asked.numbers
    reader.locator(".arrived a").click()
    expect(reader.get_by_text("Found by asking for the number.").first).to_be_visible()
    put_forward(writer, "position", "Heard through the stream again.")

    expect(arrived).to_contain_text("One new voice", timeout=30_000)
    assert asked.numbers == numbers


def test_page_of_somebody_who_signed_out_stops_asking(reader: Page) -> None:
    asked = Asked(reader)
    with reader.expect_request(STREAM):
        open_thread(reader, REFERENCE)
    elsewhere = reader.context.new_page()
    elsewhere.goto("/")

    with reader.expect_response(NUMBER, timeout=30_000) as refused:
        elsewhere.context.clear_cookies()
        elsewhere.close()
        reader.evaluate("fetch('/livez')")
        reader.clock.fast_forward(41_000)  # as if the stream had fallen silent
        let_time_pass_until(reader, lambda: asked.numbers > 0)
    for _each in range(5):
        reader.clock.fast_forward(600_000)
        reader.evaluate("fetch('/livez')")

    assert refused.value.status == 401
    assert (asked.streams, asked.numbers) == (1, 1)


def test_page_nobody_looks_at_holds_no_stream(reader: Page) -> None:
    asked = Asked(reader)
    with reader.expect_request(STREAM):
        open_thread(reader, REFERENCE)
    hide = """hidden => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""

    reader.evaluate(hide, True)
    for _each in range(3):
        reader.clock.fast_forward(600_000)
    while_hidden = asked.streams
    with reader.expect_request(STREAM):
        reader.evaluate(hide, False)

    assert (while_hidden, asked.numbers) == (1, 0)


def test_desk_says_that_something_changed_there(demonstration: Demonstration, enter: Opener) -> None:
    moderator, writer = enter("moderator"), enter("abolitionist")
    for page in (moderator, writer):
        open_thread(page, REFERENCE)
    moderator.get_by_role("link", name="This thread on the desk").click()
    moderator.wait_for_url("**/desk/")

    put_forward(writer, "position", "To be read on the desk.")

    arrived = moderator.locator(".arrived")
    expect(arrived).to_contain_text("Something changed in this thread.", timeout=30_000)
    arrived.get_by_role("link").click()
    expect(moderator.get_by_text("To be read on the desk.").first).to_be_visible()
    expect(arrived).to_have_count(0)
