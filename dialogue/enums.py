"""Every closed list of the product, as Django choices with translatable labels.

Stances and levels are those of the pure package `dialogue.convergence`; the labels live here, because they
are words of the interface and not of the mathematics.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(TextChoices):
    """Languages people may write in, each named in itself."""

    ARABIC = "ar", "العربية"
    ENGLISH = "en", "English"
    SPANISH = "es", "Español"
    FRENCH = "fr", "Français"
    JAPANESE = "ja", "日本語"
    RUSSIAN = "ru", "Русский"
    CHINESE = "zh", "中文"


class Role(TextChoices):
    VOICE = "voice", _("participant with a voice")
    MODERATOR = "moderator", _("moderator")
    CHAIR = "chair", _("chair")
    RAPPORTEUR = "rapporteur", _("rapporteur")
    ORGANISER = "organiser", _("organiser")
    OBSERVER = "observer", _("observer")


class Attribution(TextChoices):
    """How far a statement may be tied to a person, from the loosest rule to the tightest."""

    NAMED = "named", _("by name")
    ROLE_LABEL = "role_label", _("by role label")
    CAMP = "camp", _("by camp")
    NONE = "none", pgettext_lazy("attribution", "not attributed")

    @property
    def tightness(self) -> int:
        return list(Attribution).index(self)

    def allows(self, wanted: "Attribution") -> bool:
        """Whether a document attributed as `wanted` keeps the promise made by this rule."""
        return wanted.tightness >= self.tightness


class Audience(TextChoices):
    """Who may know of a change in a thread: everybody in the workshop, or the desk alone. Never shown."""

    ROOM = "room"
    DESK = "desk"


class SessionState(TextChoices):
    PLANNED = "planned", pgettext_lazy("session", "planned")
    OPEN = "open", pgettext_lazy("session", "open")
    CLOSED = "closed", pgettext_lazy("session", "closed")


class Phase(TextChoices):
    """What a thread takes at present."""

    SEALED = "sealed", pgettext_lazy("phase", "sealed")
    CLARIFY = "clarify", pgettext_lazy("phase", "clarify")
    RESPOND = "respond", pgettext_lazy("phase", "respond")
    CONVERGE = "converge", pgettext_lazy("phase", "converge")
    CLOSED = "closed", pgettext_lazy("phase", "closed")


class ThreadForm(TextChoices):
    """What kind of answer a thread asks for: it changes the words beside the form, nothing else."""

    DISCUSSION = "discussion", _("discussion")
    BENCHMARK = "benchmark", _("benchmarks")
    REAFFIRMATION = "reaffirmation", _("reaffirmation")


class PositionKind(TextChoices):
    POSITION = "position", _("position")
    PROPOSAL = "proposal", _("proposal")


class StanceChoice(TextChoices):
    """The five steps of a response; values are those of `dialogue.convergence.Stance`."""

    AGREE = "agree", pgettext_lazy("stance", "Agree")
    CAN_LIVE_WITH_IT = "can_live_with_it", pgettext_lazy("stance", "Can live with it")
    PASS = "pass", pgettext_lazy("stance", "Pass")
    DISAGREE = "disagree", pgettext_lazy("stance", "Disagree")
    OBJECT = "object", pgettext_lazy("stance", "Object")


class ConditionState(TextChoices):
    OPEN = "open", pgettext_lazy("condition", "open")
    MET = "met", pgettext_lazy("condition", "met")
    NOT_MET = "not_met", pgettext_lazy("condition", "not met")


class SponsorshipState(TextChoices):
    ASKED = "asked", pgettext_lazy("co-sponsor", "asked")
    AGREED = "agreed", pgettext_lazy("co-sponsor", "agreed")
    DECLINED = "declined", pgettext_lazy("co-sponsor", "declined")


class TagGroup(TextChoices):
    FINDING = "finding", _("What it leads to")
    AVENUE = "avenue", _("Avenues")
    HORIZON = "horizon", _("Horizon")
    TOPIC = "topic", _("Topics")
    OWN = "own", _("Of this workshop")


class LevelChoice(TextChoices):
    """The five levels of a finding; values are those of `dialogue.convergence.Level`."""

    CONVERGENCE = "convergence", pgettext_lazy("level", "Convergence")
    EMERGING_CONVERGENCE = "emerging_convergence", pgettext_lazy("level", "Emerging convergence")
    SHARED_QUESTION = "shared_question", pgettext_lazy("level", "Shared question")
    CLARIFIED_DIVERGENCE = "clarified_divergence", pgettext_lazy("level", "Clarified divergence")
    OPEN = "open", pgettext_lazy("level", "Open")


POINTS_OF_CONVERGENCE = (LevelChoice.CONVERGENCE, LevelChoice.EMERGING_CONVERGENCE)


class MinutesStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("minutes", "draft for correction")
    CORRECTED = "corrected", pgettext_lazy("minutes", "corrected")
    FINAL = "final", pgettext_lazy("minutes", "final")


class FigureKind(TextChoices):
    """On which list of the figures a wording stands; on none while its figures are withheld."""

    NEAR = "near", _("where the banks come near")
    DIVIDES = "divides", _("what divides the camps")
    REJECTED = "rejected", _("what every camp rejects")
    OPEN = "open", _("what is still open")
    TOO_FEW = "too_few", _("what too few have answered")


class FigureStyle(TextChoices):
    """How a workshop tells what its camps answered; chosen at its creation."""

    COUNTS = "counts", _("as counts")
    BANDS = "bands", _("in words, as bands")


class BandChoice(TextChoices):
    """How many of a camp support a wording, in a word."""

    BROAD_SUPPORT = "broad_support", _("broad support")
    SPLIT = "split", _("split")
    LITTLE_SUPPORT = "little_support", _("little support")


class LeadKind(TextChoices):
    """Why a moderator may want to look at a text next."""

    NEAR = "near", _("what nears convergence")
    DECIDES = "decides", _("where one answer would decide")
    UNCLEAR = "unclear", _("where many pass")
    ALIKE = "alike", _("what the other camp said alike")


class JobKind(TextChoices):
    RENDER_EXPORT = "render_export", _("export of minutes")
    REFRESH_FIGURES = "refresh_figures", _("figures of a workshop")
    DELIVER_WEBHOOK = "deliver_webhook", _("notice to an address outside")
    DRAW_MAP = "draw_map", _("opinion map")
    WRITE_CONVERSATION = "write_conversation", _("files of a conversation")


class JobState(TextChoices):
    QUEUED = "queued", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "under way")
    DONE = "done", pgettext_lazy("job", "ready")
    FAILED = "failed", pgettext_lazy("job", "failed")


class JobMessage(TextChoices):
    """What a job says of itself; the row keeps the code, and each reader sees it in his or her language."""

    WAITING = "waiting", _("Waiting for its turn. You can leave this page.")
    READING = "reading", _("Reading the edition. You can leave this page.")
    SETTING = "setting", _("Setting the pages. You can leave this page.")
    READY = "ready", _("Ready.")
    GLYPHS = "glyphs", _("Ready. A few characters are in none of our fonts; the file says where.")
    AGAIN = "again", _("That did not work. It is tried again by itself; you can leave this page.")
    INTERRUPTED = "interrupted", _("The work was interrupted too often. Please try again.")
    COULD_NOT_RENDER = (
        "could_not_render",
        _("The file could not be set. The edition itself is unharmed; please try another format."),
    )
    COLLECTING = "collecting", _("Collecting the answers. You can leave this page.")
    NOT_ALLOWED_ANY_MORE = "not_allowed", _("The rule of this workshop does not allow this file any more.")
    EDITION_GONE = "edition_gone", _("The edition is no longer there.")
    GIVEN_UP = "given_up", _("This was tried several times and did not work.")
    TOLD = "told", _("The address took it.")
    NOT_TOLD = "not_told", _("The address did not take it.")
    WEBHOOK_OFF = "webhook_off", _("Nobody is to be told any more: the address was switched off or removed.")


class DeliveryFault(TextChoices):
    """Why an address was not told."""

    ANSWER = "answer", _("it did not accept the call")
    TIMED_OUT = "timed_out", _("it did not answer in time")
    UNREACHABLE = "unreachable", _("it could not be reached")
    NOT_LISTED = "not_listed", _("its host is not on the list of this installation")


class RecordKind(TextChoices):
    """What may happen in a workshop. One act, one entry."""

    WORKSHOP_CREATED = "workshop_created", _("workshop created")
    ATTRIBUTION_TIGHTENED = "attribution_tightened", _("attribution tightened")
    CAMP_CREATED = "camp_created", _("camp set up")
    TAG_ADDED_TO_CODEBOOK = "codebook_tag_added", _("tag added to the codebook")
    PARTICIPANT_JOINED = "participant_joined", _("participant joined")
    PARTICIPANT_CHANGED = "participant_changed", _("roles of a participant changed")
    PARTICIPANT_REMOVED = "participant_removed", _("participant removed")
    CAMP_DECLARED = "camp_declared", _("camp declared")
    SESSION_PLANNED = "session_planned", _("session planned")
    SESSION_OPENED = "session_opened", _("session opened")
    SESSION_CLOSED = "session_closed", _("session closed")
    THREAD_ADDED = "thread_added", _("thread added")
    THREAD_EDITED = "thread_edited", _("thread edited")
    THREADS_REORDERED = "threads_reordered", _("threads put in another order")
    THREAD_OPENED = "thread_opened", _("thread opened")
    THREAD_CLOSED = "thread_closed", _("thread closed")
    POSITION_POSTED = "position_posted", _("position put forward")
    WORDING_ADDED = "wording_added", _("wording given to a position")
    POSITION_WITHDRAWN = "position_withdrawn", _("position withdrawn")
    COSPONSOR_ASKED = "cosponsor_asked", _("co-sponsor asked")
    COSPONSOR_ANSWERED = "cosponsor_answered", _("co-sponsor answered")
    RESPONSE_GIVEN = "response_given", _("response given")
    CONDITION_STATED = "condition_stated", _("condition stated")
    CONDITION_JUDGED = "condition_judged", _("condition judged")
    TAG_SET = "tag_set", _("tag set")
    TAG_REMOVED = "tag_removed", _("tag removed")
    FINDING_DRAFTED = "finding_drafted", _("finding drafted")
    FINDING_SIGNED = "finding_signed", _("finding signed")
    SUMMARY_WRITTEN = "summary_written", _("summary written")
    MINUTES_DRAWN = "minutes_drawn", _("minutes drawn up")
    EXPORT_ASKED = "export_asked", _("export asked for")
    CONVERSATION_IMPORTED = "conversation_imported", _("conversation carried in from files")
    TOKEN_CREATED = "token_created", _("access for a program given")
    TOKEN_REVOKED = "token_revoked", _("access for a program ended")
    WEBHOOK_ADDED = "webhook_added", _("address outside added")
    WEBHOOK_CHANGED = "webhook_changed", _("address outside changed")
    WEBHOOK_REMOVED = "webhook_removed", _("address outside removed")
