"""Everything that can happen in a workshop, once, through the services; with a mark in every typed text."""

from django.test import override_settings

from dialogue.enums import Attribution, Role
from dialogue.models import LocalText, PositionVersion
from dialogue.services.exports import ask_export
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.participants import add_participant, declare_camp, remove_participant, set_roles
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, plan_session
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.summaries import write_summary
from dialogue.services.tags import add_tag_to_codebook, remove_tag, set_tag
from dialogue.services.threads import ThreadWording, add_thread, close_thread, edit_thread, reorder_threads
from dialogue.services.tokens import create_token, revoke_token
from dialogue.services.webhooks import add_webhook, remove_webhook, rotate_secret
from dialogue.services.workshops import tighten_attribution
from tests.cast import Cast, post

MARK = "MARKED"


def perform_every_act(cast: Cast) -> None:
    """Every verb of the services, in an order a workshop might see."""
    version = _contribute(cast)
    _moderate(cast, version)
    _organise(cast)
    _take_home(cast)


def _contribute(cast: Cast) -> PositionVersion:
    proposal = post(cast.abolitionist, cast.thread, f"{MARK} claim", kind="proposal", step=f"{MARK} step")
    answer = Answer("object", "en", reason=f"{MARK} reason", condition=f"{MARK} condition")
    assert proposal.current_version is not None
    respond(by=cast.supporter, position=proposal, version_id=proposal.current_version.pk, answer=answer)
    sponsorship = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=True, expected_version=1)
    wording = PositionWording(f"{MARK} claim again", f"{MARK} reasoning", "en")
    version = revise_position(by=cast.abolitionist, position=proposal, wording=wording, expected_version=1)
    withdraw_position(by=cast.supporter, position=post(cast.supporter, cast.thread, f"{MARK} withdrawn"))
    declare_camp(by=cast.neither, camp=cast.camps["abolitionist"])
    token = create_token(by=cast.neither, name=f"{MARK} program", may_write=True, days=7)
    revoke_token(by=cast.neither, token=token.row)
    create_token(by=cast.neither, name=f"{MARK} other program", may_write=False, days=30)
    return version


def _moderate(cast: Cast, version: PositionVersion) -> None:
    tag = add_tag_to_codebook(by=cast.moderator, label=f"{MARK} tag", language="en")
    remove_tag(by=cast.moderator, tagging=set_tag(by=cast.moderator, version=version, tag=tag))
    wording = FindingWording(
        f"{MARK} finding", "en", "shared_question", conditions=f"{MARK} terms", evidence=[version],
        figures_of=version, rests_on_one_camp=True,
    )  # fmt: skip
    finding = draft_finding(by=cast.moderator, thread=cast.thread, wording=wording)
    sign_finding(by=cast.chair, thread=cast.thread, wording=wording, finding=finding, expected_version=1)
    write_summary(
        by=cast.rapporteur, thread=cast.thread, text=f"{MARK} summary", language="en", rests_on=[version],
        expected_number=0,
    )  # fmt: skip


def _organise(cast: Cast) -> None:
    organiser = cast.organiser
    with override_settings(BRIDGE_WEBHOOK_HOSTS=["example.org"]):
        address = f"https://example.org/{MARK}"
        webhook = add_webhook(by=organiser, address=address).row
        rotate_secret(by=organiser, webhook=webhook)
        remove_webhook(by=organiser, webhook=webhook)
        add_webhook(by=organiser, address=address)
    wording = ThreadWording(LocalText(en=f"{MARK} title"), LocalText(en=f"{MARK} prompt"))
    thread = add_thread(by=organiser, wording=wording)
    edit_thread(by=organiser, thread=thread, wording=wording, expected_version=1)
    threads = cast.workshop.threads.order_by("-order").values_list("pk", flat=True)
    reorder_threads(by=organiser, order=list(threads))
    plan_session(by=organiser, title=LocalText(en=f"{MARK} session"))
    tighten_attribution(by=organiser, attribution=Attribution.NONE)
    guest = add_participant(
        by=organiser,
        workshop=cast.workshop,
        user=cast.stranger,
        roles={Role.VOICE},
        role_label=f"{MARK} label",
    )
    set_roles(by=organiser, participant=guest, roles={Role.OBSERVER})
    remove_participant(by=organiser, participant=guest)
    close_thread(by=organiser, thread=cast.thread)


def _take_home(cast: Cast) -> None:
    session = close_session(by=cast.chair, session=cast.session)
    ask_export(by=cast.observer, edition=session.editions.get(), format="markdown", language="en")
