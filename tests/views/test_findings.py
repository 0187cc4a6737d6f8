"""Findings: begun from a text, drafted, signed, refused with every word kept, shown to who may see them."""

from collections.abc import Callable
from uuid import UUID

from django.test import Client

from dialogue.models import Finding, FindingVersion
from dialogue.services.findings import FindingWording, draft_finding
from dialogue.services.positions import PositionWording, revise_position
from dialogue.services.threads import open_thread
from tests.cast import Cast, post
from tests.views.pages import assert_closed, new_key, outcome
from tests.views.running import agreed_proposal, answered, finding_words, send, signed_finding, tagged

SignIn = Callable[..., Client]


def form_of(thread_id: UUID) -> str:
    return f"/threads/{thread_id}/findings/new/"


def page_of(finding_id: UUID) -> str:
    return f"/findings/{finding_id}/"


def edit_of(finding_id: UUID) -> str:
    return f"/findings/{finding_id}/edit/"


def convergence_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/convergence/"


def draft(
    cast: Cast, text: str = "A first try.", finding: Finding | None = None, expected: int = 0
) -> Finding:
    return draft_finding(
        by=cast.chair,
        thread=cast.thread,
        wording=FindingWording(text=text, language="en", level="open"),
        finding=finding,
        expected_version=expected,
    )


def test_finding_begins_with_words_level_conditions_and_evidence_of_a_text(
    cast: Cast, client_of: SignIn
) -> None:
    proposal = agreed_proposal(cast)
    answered(proposal, [cast.neither], "can_live_with_it", condition="Cable landings are included.")
    ours, theirs = post(cast.abolitionist, cast.thread), post(cast.supporter, cast.thread)
    apart = post(cast.supporter, cast.thread)
    tagged(cast, proposal, ours, theirs)
    tagged(cast, apart, key="point-of-divergence")

    form = client_of(cast.moderator).get(form_of(cast.thread.pk), {"from": str(proposal.pk)}).context["form"]

    assert form["text"].value() == "Keep lines open in war."
    assert form["level"].value() == "convergence"
    assert form["conditions"].value() == "Cable landings are included."
    assert form["figures_of"].value() == proposal.current_version_id
    assert form.chosen_evidence == {str(each.current_version_id) for each in (proposal, ours, theirs)}


def test_finding_cannot_begin_from_a_text_of_another_thread(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.moderator)
    for wanted in ("not-an-id", str(new_key())):
        assert client.get(form_of(cast.thread.pk), {"from": wanted}).status_code == 404


def test_finding_is_signed_once_however_often_the_form_is_sent(cast: Cast, client_of: SignIn) -> None:
    proposal = agreed_proposal(cast)
    theirs = post(cast.supporter, cast.thread)
    words = finding_words(proposal, theirs, level="convergence", figures_of=str(proposal.current_version_id))
    client, key = client_of(cast.moderator), new_key()

    answers = [send(client, form_of(cast.thread.pk), key, **words) for _turn in range(2)]

    finding = Finding.objects.get()
    assert [outcome(answer) for answer in answers] == [(303, page_of(finding.pk))] * 2
    version = finding.signed_version
    assert version is not None
    assert (version.level, version.supported, version.signed_as) == (
        "convergence",
        "convergence",
        "moderator",
    )
    assert not version.is_chairs_own
    assert {each.pk for each in version.evidence.all()} == {
        proposal.current_version_id,
        theirs.current_version_id,
    }


def test_finding_is_kept_as_a_draft_nobody_else_sees(cast: Cast, client_of: SignIn) -> None:
    response = send(
        client_of(cast.moderator), form_of(cast.thread.pk), **finding_words(act="draft", expected_version="")
    )

    finding = Finding.objects.get()
    assert outcome(response) == (303, page_of(finding.pk))
    assert finding.signed_version is None
    for reader in (cast.moderator, cast.chair, cast.rapporteur):
        assert client_of(reader).get(page_of(finding.pk)).status_code == 200
    for reader in (cast.abolitionist, cast.observer, cast.organiser, cast.stranger, cast.other_moderator):
        assert_closed(client_of(reader), page_of, finding.pk)


def test_finding_without_evidence_of_each_camp_is_refused_and_its_words_kept(
    cast: Cast, client_of: SignIn
) -> None:
    proposal = agreed_proposal(cast)
    words = finding_words(proposal, conditions="Said in the room.")

    response = send(client_of(cast.moderator), form_of(cast.thread.pk), **words)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing is cited from: deterrence supporters" in page
    assert "Both camps want the lines kept open." in page
    assert "Said in the room." in page
    assert response.context["form"].chosen_evidence == {str(proposal.current_version_id)}
    assert not Finding.objects.exists()


def test_finding_that_says_it_rests_on_one_camp_is_signed(cast: Cast, client_of: SignIn) -> None:
    words = finding_words(agreed_proposal(cast), rests_on_one_camp="on")

    response = send(client_of(cast.moderator), form_of(cast.thread.pk), **words)

    assert response.status_code == 303
    assert FindingVersion.objects.get().rests_on_one_camp


def test_finding_above_the_figures_is_the_chairs_alone(cast: Cast, client_of: SignIn) -> None:
    ours, theirs = post(cast.abolitionist, cast.thread), post(cast.supporter, cast.thread)
    answered(ours, [cast.supporter], "object", reason="It would lend respectability.")
    words = finding_words(ours, theirs, level="convergence", figures_of=str(ours.current_version_id))

    refused = send(client_of(cast.moderator), form_of(cast.thread.pk), **words)
    signed = send(client_of(cast.chair), form_of(cast.thread.pk), **words)

    assert refused.status_code == 409
    assert refused.context["is_above_figures"]
    assert "Only the chair can sign it" in refused.content.decode()
    finding = Finding.objects.get()
    assert outcome(signed) == (303, page_of(finding.pk))
    page = client_of(cast.abolitionist).get(page_of(finding.pk)).content.decode()
    assert "The chair’s own finding." in page
    assert "It would lend respectability." in page


def test_finding_cannot_be_held_against_figures_of_another_thread(cast: Cast, client_of: SignIn) -> None:
    proposal = agreed_proposal(cast)
    elsewhere = open_thread(by=cast.organiser, thread=cast.closed_thread)
    ours, theirs = post(cast.abolitionist, elsewhere), post(cast.supporter, elsewhere)
    words = finding_words(ours, theirs, level="convergence", figures_of=str(proposal.current_version_id))

    response = send(client_of(cast.moderator), form_of(elsewhere.pk), **words)

    assert response.status_code == 422
    assert "The figures of this finding are those of another thread." in response.content.decode()
    assert not Finding.objects.exists()


def test_finding_form_says_what_the_figures_carry_beside_each_level(cast: Cast, client_of: SignIn) -> None:
    proposal = agreed_proposal(cast)

    page = client_of(cast.moderator).get(form_of(cast.thread.pk), {"from": str(proposal.pk)})

    remarks = {level.value: (level.remark, level.is_above) for level in page.context["levels"]}
    assert remarks["convergence"] == ("the figures carry this", False)
    empty = client_of(cast.moderator).get(form_of(cast.thread.pk)).context["levels"]
    assert [level.value for level in empty if level.is_above] == ["convergence", "emerging_convergence"]


def test_edit_of_a_finding_somebody_else_edited_keeps_both_texts(cast: Cast, client_of: SignIn) -> None:
    finding = draft(cast)
    client = client_of(cast.moderator)
    draft(cast, "Saved by the chair meanwhile.", finding, expected=1)
    words = finding_words(text="Mine, not saved.", act="draft", expected_version=1)

    refused = send(client, edit_of(finding.pk), **words)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Saved by the chair meanwhile." in page
    assert "Mine, not saved." in page
    assert "Save mine as version 3" in page
    assert finding.versions.count() == 2
    again = send(
        client, edit_of(finding.pk), **{**words, "expected_version": refused.context["expected_version"]}
    )
    assert outcome(again) == (303, page_of(finding.pk))
    newest = finding.versions.order_by("-number").first()
    assert newest is not None
    assert (newest.number, newest.text) == (3, "Mine, not saved.")


def test_edit_keeps_evidence_cited_in_an_earlier_wording(cast: Cast, client_of: SignIn) -> None:
    finding = signed_finding(cast)
    cited = finding.signed_version.evidence.get(position__author=cast.abolitionist)
    wording = PositionWording(claim="Said anew.", reasoning="Because.", language="en")
    revise_position(by=cast.abolitionist, position=cited.position, wording=wording, expected_version=1)

    page = client_of(cast.moderator).get(edit_of(finding.pk))

    choices = {choice.version_id: choice for bank in page.context["banks"] for choice in bank.choices}
    assert str(cited.pk) in page.context["form"].chosen_evidence
    assert not choices[cited.pk].is_current
    assert len(choices) == 3


def test_findings_are_written_by_moderators_and_chair_alone(cast: Cast, client_of: SignIn) -> None:
    finding = signed_finding(cast)
    outsiders = [cast.abolitionist, cast.rapporteur, cast.organiser, cast.observer, cast.stranger]
    for outsider in [*outsiders, cast.other_moderator]:
        client = client_of(outsider)
        assert_closed(client, form_of, cast.thread.pk)
        assert_closed(client, edit_of, finding.pk)
        assert_closed(client, edit_of, finding.pk, text="Not mine.", level="open", language="en", act="sign")
    assert finding.versions.count() == 1


def test_convergence_page_shows_points_first_with_their_figures(cast: Cast, client_of: SignIn) -> None:
    proposal = agreed_proposal(cast)
    point = signed_finding(cast, "convergence", figures_of=proposal.current_version)
    shared = signed_finding(cast, "shared_question")
    draft(cast)

    for participant in cast.everybody().values():
        context = client_of(participant).get(convergence_of(cast.workshop.pk)).context
        (found,) = context["points"]
        assert (found.finding.id, found.figure.level) == (point.pk, "convergence")
        assert [(group.level, [each.finding.id for each in group.found]) for group in context["others"]] == [
            ("shared_question", [shared.pk])
        ]


def test_convergence_page_without_findings_says_what_leads_to_one(cast: Cast, client_of: SignIn) -> None:
    for_voice = client_of(cast.abolitionist).get(convergence_of(cast.workshop.pk)).content.decode()
    for_moderator = client_of(cast.moderator).get(convergence_of(cast.workshop.pk)).content.decode()

    assert "It begins with a proposal that both camps can live with." in for_voice
    assert "cite evidence from each camp" in for_moderator
    assert_closed(client_of(cast.stranger), convergence_of, cast.workshop.pk)
