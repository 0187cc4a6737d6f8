"""How one request runs: from its first middleware to its last in a single thread."""

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OneThreadHandler(ASGIHandler):
    """
    Enters a thread once per request, not once per middleware.

    Views and most of the middleware here are synchronous. Left to itself Django goes back to the event loop
    between them, a dozen times for every request, which costs more than the middleware does. An asynchronous
    view still runs in the event loop, and so does every stream.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)
