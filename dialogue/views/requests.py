"""The request as views behind a door know it."""

from django.http import HttpRequest

from dialogue import models


class ReaderRequest(HttpRequest):
    """Somebody is signed in: nobody else gets past `SignInRequired`."""

    user: models.User
