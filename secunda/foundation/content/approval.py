"""Whether clinicians have approved the content, and whether it serves people all the same."""

from django.conf import settings

from secunda.engines.pathways.catalogue import every_file
from secunda.engines.pathways.languages import OWN
from secunda.foundation.content import catalogue


def drafts() -> int:
    """How many files of the content no clinician has approved."""
    return sum(file.status != "approved" for file in every_file(catalogue(OWN).files))


def serves_drafts() -> bool:
    """Whether pages for real people must say that the content is not approved."""
    return not settings.SECUNDA_DEMO and drafts() > 0


def takes_cases() -> bool:
    """Whether a case can be opened here: approved content, accepted drafts, or a demonstration."""
    return settings.SECUNDA_DEMO or settings.SECUNDA_ACCEPT_DRAFT_CONTENT or not drafts()
