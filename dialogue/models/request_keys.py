"""Keys of unsafe requests, kept in the same transaction as their effect."""

from django.conf import settings
from django.db import models


class RequestKey(models.Model):
    """One form or API call that had its effect; sending it again answers the same and does nothing.

    `outcome` is where a form led, or the receipt an API call was given (JSON); `status` the status of that
    answer.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=600)
    status = models.PositiveSmallIntegerField(default=303)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="request_key_once_per_user")]
        indexes = [models.Index(fields=["expires_at"], name="request_key_by_expiry")]
