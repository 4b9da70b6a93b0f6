"""What was begun and never finished is cleared away, on a timetable."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from secunda.foundation.audit import log
from secunda.foundation.vault import spool
from secunda.journey.records.models import Upload
from secunda.journey.records.rules import expiry

AT_ONCE = 20
STRAY = timedelta(days=1)
"""Nobody works on one file for longer; a file of the spool that no upload names is a killed process's."""


def clear_abandoned(_worker: str) -> int:
    """Forget uploads whose time is over, and files that nobody names; how many. Any worker may."""
    at = timezone.now()
    late = Upload.objects.filter(begun_at__lte=at - timedelta(days=settings.SECUNDA_UPLOAD_DAYS))
    strays = _clear_strays(at - STRAY)
    return strays + sum(expire_upload(upload, at=at) for upload in late.select_related("case")[:AT_ONCE])


@transaction.atomic(durable=True)
def expire_upload(upload: Upload, *, at: datetime) -> bool:
    """Forget a file that came in only in part; False when it was finished in this very moment."""
    if at < expiry(upload.begun_at, settings.SECUNDA_UPLOAD_DAYS):
        return False
    gone, _ = Upload.objects.filter(pk=upload.pk).delete()
    if not gone:
        return False
    log.record("upload.expired", by=None, at=at, case=upload.case, subject=upload.id, bytes=upload.size)
    transaction.on_commit(lambda: spool.drop(upload.id))
    return True


def _clear_strays(before: datetime) -> int:
    old = {path: spool.upload_of(path) for path in spool.untouched(before)}
    named = set(Upload.objects.filter(pk__in=filter(None, old.values())).values_list("pk", flat=True))
    strays = [path for path, upload in old.items() if upload not in named]
    for stray in strays:
        spool.remove(stray)
    return len(strays)
