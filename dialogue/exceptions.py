"""One class per refusal: a stable code, a sentence a person can act on, and the HTTP status saying the same.

A refusal never loses what somebody wrote: views answer it with the same form, the text still in it.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DialogueError(Exception):
    """Something the product refuses. `field` names the form field it belongs to, where there is one."""

    code = "refused"
    status = 409
    sentence: str | Promise = _("This is not possible at present.")

    def __init__(
        self, sentence: str | Promise | None = None, *, field: str | None = None, **values: object
    ) -> None:
        self.field = field
        self.values: Mapping[str, object] = values
        if sentence is not None:
            self.sentence = sentence
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.sentence) % self.values if self.values else str(self.sentence)


class NotAllowed(DialogueError):
    code = "not_allowed"
    status = 403
    sentence = _("Your part in this workshop does not include this.")


class TextRefused(DialogueError):
    """A text that cannot be stored as it was typed; `field` says which."""

    code = "text_refused"
    status = 422


class ThreadClosed(DialogueError):
    code = "thread_closed"
    sentence = _(
        "Not sent: this thread is closed. Nothing is lost: your words are below. You can copy them, "
        "or ask the moderator to open the thread again."
    )


class WorkshopOver(DialogueError):
    code = "workshop_over"
    sentence = _(
        "Not sent: the last session of this workshop is closed, so it takes no more contributions. Nothing "
        "is "
        "lost: your words are below. The organiser can plan another session."
    )


class PositionWithdrawn(DialogueError):
    code = "position_withdrawn"
    sentence = _(
        "Its author has withdrawn this meanwhile, so it takes no more answers. Your words are below."
    )


class WordingChanged(DialogueError):
    code = "wording_changed"
    sentence = _(
        "The wording changed while you were answering. Your answer was not sent; the new wording stands "
        "above your words. "
        "Please read it and answer again."
    )


class EditedMeanwhile(DialogueError):
    """Somebody else saved a newer version; the loser of the race keeps his or her text."""

    code = "edited_meanwhile"
    sentence = _(
        "Somebody else saved a newer version while you were writing. Both texts are below; nothing is lost."
    )


class EvidenceMissing(DialogueError):
    code = "evidence_missing"
    status = 422
    sentence = _(
        "A finding needs evidence from each camp. Nothing is cited from: %(camps)s. Choose something, or "
        "mark the finding as "
        "resting on one camp only."
    )


class AboveFigures(DialogueError):
    code = "above_figures"
    sentence = _(
        "This level is above what the figures support (%(supported)s). Only the chair can sign it, as the "
        "chair’s own finding. "
        "Choose a level the figures carry, or keep it as a draft for the chair."
    )


class SessionNotNext(DialogueError):
    code = "session_not_next"
    sentence = _("Sessions open one after another: another session is open, or comes first.")


class SessionNotOpen(DialogueError):
    code = "session_not_open"
    sentence = _("This session is not open.")


class RuleFixed(DialogueError):
    code = "rule_fixed"
    sentence = _(
        "This was fixed when the first contribution was made. Attribution can be tightened, never loosened."
    )


class AttributionTooLoose(DialogueError):
    code = "attribution_too_loose"
    sentence = _(
        "The rule of this workshop is attribution %(rule)s. Minutes attributed %(wanted)s would tell more "
        "than was promised."
    )


class UnknownChoice(DialogueError):
    code = "unknown_choice"
    status = 422
    sentence = _("“%(value)s” is not one of: %(choices)s.")


class JobNotFailed(DialogueError):
    code = "job_not_failed"
    sentence = _("This has not failed, or is already being done again.")


class KeyMissing(DialogueError):
    code = "key_missing"
    status = 400
    sentence = _("This form came without its key. Please load the page again; your words are below.")


class KeyReused(DialogueError):
    code = "key_reused"
    status = 422
    sentence = _(
        "This form was sent before with other words. Please load the page again and send it once more."
    )


class MinutesNotDrawn(DialogueError):
    code = "minutes_not_drawn"
    sentence = _("The minutes are drawn up when the session closes. This session is not closed yet.")


class OperationRefused(DialogueError):
    """What a command for operators refuses. Commands speak English, as their help does."""

    code = "operation_refused"


class FileStandsAlready(OperationRefused):
    code = "file_stands_already"
    sentence = "%(file)s exists already, and nothing was written. Choose another name, or add --replace."


class NoBackup(OperationRefused):
    code = "no_backup"
    sentence = "%(file)s is no backup that `manage.py backup` wrote. Nothing was changed."


class BackupDamaged(OperationRefused):
    code = "backup_damaged"
    sentence = "%(file)s is cut short or damaged (%(what)s). Nothing was changed; take another backup."


class BackupTooNew(OperationRefused):
    code = "backup_too_new"
    sentence = (
        "%(file)s was made by a newer Bridgebuilders (%(what)s). Nothing was changed; "
        "install that version or a later one, then restore."
    )


class OtherEngine(OperationRefused):
    code = "other_engine"
    sentence = (
        "%(file)s holds a database of %(held)s, and this installation uses %(used)s. Nothing was changed. "
        "Restore it into an installation on %(held)s; `manage.py move_database` moves that one over here."
    )


class DatabaseNotEmpty(OperationRefused):
    code = "database_not_empty"
    sentence = "%(database)s is not empty, and nothing was changed. %(advice)s"


class DatabaseShared(OperationRefused):
    code = "database_shared"
    sentence = (
        "The database holds tables that are not of Bridgebuilders (%(tables)s), and nothing was changed. "
        "Give Bridgebuilders a database of its own."
    )


class DatabaseOutOfDate(OperationRefused):
    code = "database_out_of_date"
    sentence = "The database is older than this Bridgebuilders. Run `manage.py migrate` first."


class ProgramMissing(OperationRefused):
    code = "program_missing"
    sentence = (
        "The program %(program)s is not to be found. It comes with the client of PostgreSQL "
        "(Debian: apt install postgresql-client); --pg-bin names its folder where it is elsewhere."
    )


class ProgramTooOld(OperationRefused):
    code = "program_too_old"
    sentence = (
        "%(program)s is of PostgreSQL %(has)s and the server of PostgreSQL %(server)s: it must not be older. "
        "Install the client of %(server)s; --pg-bin names its folder where there are several."
    )


class ProgramFailed(OperationRefused):
    code = "program_failed"
    sentence = "%(program)s failed: %(what)s"


class RowsMissing(OperationRefused):
    code = "rows_missing"
    sentence = "The table %(table)s has %(found)s rows, and the original had %(expected)s."


class RecordNotWhole(OperationRefused):
    code = "record_not_whole"
    sentence = "The record of the workshop with the id %(workshop)s is not whole: %(what)s."


class RowsRefused(OperationRefused):
    code = "rows_refused"
    sentence = (
        "The rows of %(table)s could not be moved (%(what)s). The target is as empty as before, and nothing "
        "was changed here."
    )
