"""The one Django app of the product."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dialogue"
    label = "dialogue"
    verbose_name = "Dialogue"
    default_auto_field = "django.db.models.BigAutoField"
