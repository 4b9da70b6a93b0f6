"""Reading who somebody is."""

from datetime import datetime

from secunda.foundation.people.models import Account, Membership, Post, Service


def service_of(account: Account, *, at: datetime) -> tuple[Service, frozenset[Post]] | None:
    """The service that the account works for now and the posts held there; None for everybody else.

    Somebody with posts in several services works in the one they joined last.
    """
    if account.person_id is None or not account.is_active:
        return None
    held = list(
        Membership.objects.current(at)
        .filter(person=account.person_id)
        .select_related("team__service")
        .order_by("-since")
    )
    if not held:
        return None
    service = held[0].team.service
    return service, frozenset(Post(m.post) for m in held if m.team.service_id == service.pk)
