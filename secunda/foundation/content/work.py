"""Keeping each version of the content that this installation runs with."""

from django.utils import timezone

from secunda.foundation.content.folder import now
from secunda.foundation.content.models import ContentVersion
from secunda.foundation.content.versions import keep_version

_kept_here: set[str] = set()


def keep_content(_worker: str) -> int:
    """Keep the content of this moment, unless it is kept already; 1 when it was a new version."""
    version = now().own.version
    if version in _kept_here:
        return 0
    new = not ContentVersion.objects.filter(digest=version).exists()
    if new:
        keep_version(timezone.now())
    _kept_here.add(version)
    return int(new)
