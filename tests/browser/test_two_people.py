"""Two people at two browsers: a post arrives by itself; a proposal travels to the minutes by clicks alone."""

import re
import zipfile

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

CLAIM = "Publish a yearly joint list of questions nobody has answered."
FOUND = "A yearly joint list of unanswered questions would serve both camps."
POSITION = "Unanswered questions are where both banks are equally poor."


def open_thread(page: Page, reference: str) -> None:
    page.get_by_role("link", name="Agenda", exact=True).first.click()
    page.locator("tr, li").filter(has_text=reference).get_by_role("link").first.click()
    page.wait_for_url("**/threads/**")


def put_forward(page: Page, kind: str, claim: str) -> None:
    form = page.locator("form[action$='/positions/']")
    form.locator(f"[name=kind][value={kind}]").check()
    form.locator("[name=claim]").fill(claim)
    form.locator("[name=reasoning]").fill("What nobody has answered is what is worth meeting for.")
    if kind == "proposal":
        form.locator("[name=step]").fill("Start the list at the next session.")
    form.get_by_role("button", name="Put it forward").click()
    expect(page.get_by_text(claim).first).to_be_visible()


def answer(page: Page, claim: str, stance: str) -> None:
    proposal = (
        page.locator("article, li").filter(has_text=claim).filter(has=page.locator("[name=stance]")).last
    )
    proposal.locator(f"[name=stance][value={stance}]").check()
    proposal.get_by_role("button", name="Send my response").click()
    expect(page.get_by_text(re.compile("You answered")).first).to_be_attached()


def test_a_post_arrives_at_the_other_person_and_travels_to_the_minutes(enter_own: Opener) -> None:
    first, second = enter_own("abolitionist"), enter_own("deterrence")
    for page in (first, second):
        open_thread(page, "28 (c)")
    second.evaluate("window.untouched = true")

    put_forward(first, "proposal", CLAIM)

    arrived = second.locator(".arrived")
    expect(arrived).to_contain_text("One new voice", timeout=10_000)
    arrived.get_by_role("link").or_(arrived.get_by_role("button")).first.click()
    expect(second.get_by_text(CLAIM).first).to_be_visible()
    assert second.evaluate("window.untouched") is True
    put_forward(second, "position", POSITION)
    answer(second, CLAIM, "agree")
    sign_a_finding(enter_own("moderator"))
    close_the_session(enter_own("organiser"))
    take_home(enter_own("rapporteur"))


def sign_a_finding(moderator: Page) -> None:
    """Tag the proposal, start a finding from it, and sign it as far as the figures carry."""
    moderator.get_by_role("link", name="Desk", exact=True).click()
    moderator.get_by_role("link", name=re.compile("Who enforces")).first.click()
    item = moderator.locator("article, li").filter(has_text=CLAIM).last
    tag = re.compile("point of convergence", re.IGNORECASE)
    choice = item.locator("select[name=tag] option").filter(has_text=tag).get_attribute("value")
    item.locator("select[name=tag]").select_option(choice)
    item.get_by_role("button", name="Set the tag").click()
    item = moderator.locator("article, li").filter(has_text=CLAIM).last
    expect(item.get_by_text(tag).first).to_be_visible()
    item.get_by_role("link", name="Start a finding from this").click()
    moderator.locator("[name=text]").fill(FOUND)
    moderator.locator("[name=level][value=shared_question]").check()
    for claim in (CLAIM, POSITION):
        moderator.locator(".check").filter(has_text=claim).locator("[name=evidence]").check()
    moderator.get_by_role("button", name="Sign this finding").click()
    expect(moderator.get_by_text(FOUND).first).to_be_visible()
    expect(moderator.get_by_text(re.compile("signed by the moderator", re.IGNORECASE)).first).to_be_visible()


def close_the_session(organiser: Page) -> None:
    organiser.get_by_role("link", name=re.compile("Close session 2")).first.click()
    organiser.get_by_role("button", name="Close it and draw up the minutes").click()
    organiser.wait_for_load_state()


def take_home(rapporteur: Page) -> None:
    """The minutes of the session that was just closed, as a Word file."""
    rapporteur.get_by_role("link", name="Minutes", exact=True).first.click()
    rapporteur.get_by_role("link", name=re.compile("session 2, by camp")).first.click()
    expect(rapporteur.get_by_text(FOUND).first).to_be_visible()
    rapporteur.get_by_role("button", name=re.compile("Make.*Word.*English")).first.click()
    link = rapporteur.get_by_role("link", name=re.compile("Download")).first
    expect(link).to_be_visible(timeout=30_000)
    with rapporteur.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "BB-BUILDING-BRIDGES-S.2.camp.en.docx"
    with zipfile.ZipFile(download.value.path()) as parts:
        told = parts.read("word/document.xml").decode()
    assert all(words in told for words in (CLAIM, POSITION, FOUND))


def test_a_newcomer_answers_on_a_phone_and_without_javascript(enter: Opener) -> None:
    participant = enter("abolitionist", width=360, javascript=False)
    open_thread(participant, "33 (a)")

    proposal = participant.locator("article").filter(has_text="P1").first
    proposal.locator("[name=stance][value=can_live_with_it]").check()
    proposal.locator("[name=condition]").fill("I could agree if the list of roles is public.")
    proposal.get_by_role("button", name="Send my response").click()

    expect(participant.get_by_text(re.compile("You answered")).first).to_be_attached()
    expect(participant.get_by_text("I could agree if the list of roles is public.").first).to_be_attached()
