"""The clinical content that this installation runs on, loaded once a process."""

from functools import lru_cache

from django.conf import settings

from secunda.engines.pathways import Catalogue, load


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The catalogue in the folder that SECUNDA_CLINICAL names; a fault in it stops with file and line."""
    return load(settings.SECUNDA_CLINICAL)
