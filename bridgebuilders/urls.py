"""
Every address: sign-in and plumbing here, the product in `dialogue.urls`, the API in `dialogue.api.urls`.
"""

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from bridgebuilders import health, metrics, sign_in, well_known

handler500 = "bridgebuilders.errors.server_error"

# The icons of the API's reference are drawn from data: addresses inside its style sheet; nothing else is
# relaxed.
api_reference = csp_update({"img-src": [SELF, "data:"]})(
    SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="api/reference.html")
)

urlpatterns = [
    path("", include("dialogue.urls")),
    path("", include(sign_in.urlpatterns)),
    path("language/", login_not_required(set_language), name="set_language"),
    path("api/v1/", include("dialogue.api.urls")),
    path("api/schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("api/docs/", api_reference, name="api_reference"),
    path("livez", health.livez, name="livez"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", well_known.robots, name="robots"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path(".well-known/security.txt", well_known.security, name="security_txt"),
    path(".well-known/change-password", well_known.change_password, name="change_password"),
]
