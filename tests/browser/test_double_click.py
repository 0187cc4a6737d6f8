"""A double click is one click, and coming back to a form that was sent sends nothing a second time."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.test_two_people import open_thread


def fill(page: Page, claim: str) -> None:
    form = page.locator("form[action$='/positions/']")
    form.locator("[name=kind][value=position]").check()
    form.locator("[name=claim]").fill(claim)
    form.locator("[name=reasoning]").fill("Because a hand may tremble.")


def voices(page: Page, claim: str) -> int:
    page.reload()
    return page.locator("[id^=position-]").filter(has_text=claim).count()


def test_two_clicks_within_a_moment_put_one_position_forward(enter_own: Opener) -> None:
    page, claim = enter_own("abolitionist"), "Clicked twice and said once."
    open_thread(page, "28 (c)")
    fill(page, claim)

    page.locator("form[action$='/positions/']").get_by_role("button", name="Put it forward").dblclick()

    expect(page.get_by_text(claim).first).to_be_visible()
    assert voices(page, claim) == 1
