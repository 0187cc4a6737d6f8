"""What a reader is told once an act is done: one sentence for each address that forms are sent to."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dialogue.forms.findings import SIGN
from dialogue.forms.threads import OPEN
from dialogue.forms.webhooks import ON

DONE: Mapping[str, Any] = {
    "codebook_add": _("The tag is in the codebook."),
    "cosponsor_ask": _("The question is sent. The answer will stand beside your proposal."),
    "create_workshop": _("The workshop is set up. Next: add people, and open the first threads."),
    "declare_camp": _("Your declaration is recorded."),
    "export_again": _("The file is being made again."),
    "job_again": _("The work is queued again."),
    "organise": _("The rule of attribution is set."),
    "participant_add": _("Added. He or she can sign in with this e-mail address."),
    "participant_remove": _("Removed from this workshop."),
    "participant_roles": _("The roles are given."),
    "position_post": _("Put forward. Everybody in the workshop can read it now."),
    "position_revise": _(
        "The new wording is put forward. Those who answered the earlier one are asked again."
    ),
    "position_withdraw": _("Withdrawn. Its place stays, without its words."),
    "respond": _("Your response is recorded. You can change it until the thread closes."),
    "session_close": _("The session is closed and its minutes are drawn up."),
    "session_open": _("The session is open."),
    "session_plan": _("The session is planned."),
    "summary_edit": _("The summary is saved."),
    "tag_remove": _("The tag is removed."),
    "tag_set": _("The tag is set."),
    "thread_add": _("The thread is on the agenda. Open it when it should take contributions."),
    "thread_edit": _("The thread is changed."),
    "thread_reorder": _("The threads are in their new order."),
    "token_revoke": _("The access is ended. The program is let in no more."),
    "tokens": _(
        "This access was given already. Its token is shown once: if it got lost, end it and give it anew."
    ),
    "webhook_remove": _("The address is removed. It is told nothing more."),
    "webhook_rotate": _("This secret was made already. It is shown once: if it got lost, make another."),
    "webhook_test": _("A test is on its way. Load this page again to see how it went."),
    "webhooks": _(
        "This address was added already. Its secret is shown once: if it got lost, make a new one."
    ),
}
"""By name of the address. `finding_new`, `finding_edit`, `thread_phase`, `cosponsor_answer` and
`webhook_switch` depend on what was chosen."""


def sentence_after(address: str, chosen: Mapping[str, Any]) -> str:
    """What was done at this address, with the values that were sent; empty where the page itself shows it."""
    if address in {"finding_new", "finding_edit"}:
        if chosen["act"] == SIGN:
            return str(_("The finding is signed. It now stands among what was found."))
        return str(_("The draft is kept. It waits on the desk to be signed."))
    if address == "thread_phase":
        if chosen["phase"] == OPEN:
            return str(_("The thread is open and takes contributions."))
        return str(_("The thread is closed. It can be opened again."))
    if address == "webhook_switch":
        if chosen["switch"] == ON:
            return str(_("The address is switched on. It is told what happens from now on."))
        return str(
            _("The address is switched off. What happens meanwhile is not told, nor made up for later.")
        )
    if address == "cosponsor_answer":
        if chosen["answer"] == "agree":
            return str(_("You are named as a co-sponsor."))
        return str(_("Your answer is recorded. You are not named as a co-sponsor."))
    return str(DONE.get(address, ""))


def tell(request: HttpRequest, chosen: Mapping[str, Any]) -> None:
    """Put the sentence on the next page that this reader sees."""
    match = request.resolver_match
    if match is None or match.url_name is None:
        return
    sentence = sentence_after(match.url_name, chosen)
    if sentence:
        messages.success(request, sentence)
