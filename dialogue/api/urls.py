"""The routes of the API."""

from django.urls import URLPattern, URLResolver, path, re_path
from rest_framework.routers import SimpleRouter

from dialogue.api.conversations import Conversations
from dialogue.api.exports import Exports
from dialogue.api.figures import Figures
from dialogue.api.findings import Findings
from dialogue.api.minutes import Minutes
from dialogue.api.participants import Participants
from dialogue.api.positions import Positions
from dialogue.api.reading import Nothing
from dialogue.api.responses import Responses
from dialogue.api.sessions import Sessions
from dialogue.api.sponsorships import Candidates, Sponsorships
from dialogue.api.summaries import Summaries
from dialogue.api.tags import Taggings, Tags
from dialogue.api.threads import Threads
from dialogue.api.workshops import Catalogues, Workshops

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("workshops", Workshops, basename="workshop")
router.register("threads", Threads, basename="thread")
router.register("positions", Positions, basename="position")
router.register("figures", Figures, basename="figure")
router.register("findings", Findings, basename="finding")
router.register("responses", Responses, basename="response")
router.register("sponsorships", Sponsorships, basename="sponsorship")
router.register("candidates", Candidates, basename="candidate")
router.register("tags", Tags, basename="tag")
router.register("taggings", Taggings, basename="tagging")
router.register("summaries", Summaries, basename="summary")
router.register("sessions", Sessions, basename="session")
router.register("minutes", Minutes, basename="edition")
router.register("conversations", Conversations, basename="conversation")
router.register("exports", Exports, basename="export")
router.register("participants", Participants, basename="participant")
router.register("catalogues", Catalogues, basename="catalogue")

urlpatterns: list[URLPattern | URLResolver] = [
    *router.urls,
    path("", Nothing.as_view()),
    # With a slash at the end, so that Django still adds the one somebody forgot.
    re_path(r"^[\s\S]+/$", Nothing.as_view()),
]
