"""Configuration only: settings, addresses, servers, background work. No word of the domain."""

from bridgebuilders import checks
from bridgebuilders.celery import app as celery_app

__all__ = ["celery_app", "checks"]
