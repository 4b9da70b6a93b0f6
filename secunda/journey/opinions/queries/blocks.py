"""A reviewer's own text blocks. Nobody else's, ever."""

from uuid import UUID

from secunda.foundation.people.models import Account
from secunda.foundation.refusal import Hidden
from secunda.journey.opinions.models import TextBlock


def blocks_of(by: Account) -> list[TextBlock]:
    """The asker's blocks, by name."""
    return list(TextBlock.objects.filter(author=by.person_id)) if by.person_id else []


def block_of(by: Account, block_id: UUID) -> TextBlock:
    """One block of the asker's own; `Hidden` for anybody else's."""
    found = TextBlock.objects.filter(author=by.person_id, pk=block_id).first() if by.person_id else None
    if found is None:
        raise Hidden
    return found
