"""Every address a role can reach by following links, one or two of each kind."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import APIRequestContext

IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OF_EACH_KIND = 2
NOT_PAGES = (
    "/static/",
    "/api/",
    "/enter/",
    "/sign-out",
    "/exports/",
    "/news/",
    "/live/",
    "/changes/",
    "/favicon",
)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            address = dict(attrs).get("href")
            if address:
                self.found.append(address)


def kind_of(address: str) -> str:
    """The address without its ids: the same for all pages of one kind."""
    parts = urlsplit(address)
    names = sorted(pair.split("=")[0] for pair in parts.query.split("&") if pair)
    return IDS.sub("<id>", parts.path) + ("?" + "&".join(names) if names else "")


def reachable(request: APIRequestContext, start: str = "/") -> dict[str, dict[str, int]]:
    """Kind of page → its addresses with the length of their HTML, found by following links from `start`."""
    seen: dict[str, dict[str, int]] = {}
    waiting = deque([start])
    while waiting:
        address = urldefrag(waiting.popleft()).url
        kind = kind_of(address)
        known = seen.setdefault(kind, {})
        if address in known or len(known) >= OF_EACH_KIND:
            continue
        answer = request.get(address)
        assert answer.status == 200, f"{address} answered {answer.status}"
        if "text/html" not in answer.headers.get("content-type", ""):
            del seen[kind]
            continue
        html = answer.text()
        known[address] = len(html)
        links = Links()
        links.feed(html)
        waiting.extend(
            link
            for link in links.found
            if link.startswith("/") and not any(part in link for part in NOT_PAGES)
        )
    return seen
