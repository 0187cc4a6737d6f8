"""The routes of the API."""

from django.urls import URLPattern, URLResolver, path, re_path
from rest_framework.routers import SimpleRouter

from dialogue.api.figures import Figures
from dialogue.api.findings import Findings
from dialogue.api.minutes import Minutes
from dialogue.api.positions import Positions
from dialogue.api.reading import Nothing
from dialogue.api.threads import Threads
from dialogue.api.workshops import Workshops

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("workshops", Workshops, basename="workshop")
router.register("threads", Threads, basename="thread")
router.register("positions", Positions, basename="position")
router.register("figures", Figures, basename="figure")
router.register("findings", Findings, basename="finding")
router.register("minutes", Minutes, basename="edition")

urlpatterns: list[URLPattern | URLResolver] = [
    *router.urls,
    path("", Nothing.as_view()),
    # With a slash at the end, so that Django still adds the one somebody forgot.
    re_path(r"^.+/$", Nothing.as_view()),
]
