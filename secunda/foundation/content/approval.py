"""Whether clinicians have approved the content, and whether it serves people all the same."""

from django.conf import settings

from secunda.engines.pathways.catalogue import NOT_APPROVED
from secunda.engines.pathways.languages import OWN
from secunda.foundation.content import catalogue
from secunda.foundation.content.versions import catalogue_of


def drafts() -> int:
    """How many files of the content no clinician has approved."""
    return len(catalogue(OWN).drafts)


def caution(version: str, *, is_demo: bool) -> str:
    """What a paper says that was written with this version of the content; nothing where it is approved, or
    where the demonstration invents everything.
    """
    return "" if is_demo or catalogue_of(version, OWN).approved else str(NOT_APPROVED)


def serves_drafts() -> bool:
    """Whether pages for real people must say that the content is not approved."""
    return not settings.SECUNDA_DEMO and drafts() > 0


def takes_cases() -> bool:
    """Whether a case can be opened here: approved content, accepted drafts, or a demonstration."""
    return settings.SECUNDA_DEMO or settings.SECUNDA_ACCEPT_DRAFT_CONTENT or not drafts()
