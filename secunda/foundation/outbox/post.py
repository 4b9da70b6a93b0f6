"""Putting a notice in the outbox, inside the transaction of the action that gives rise to it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language

from secunda.foundation.outbox.letters import Letter
from secunda.foundation.outbox.models import Notice
from secunda.foundation.people.models import Duty, Membership, Person, Post, Service


def notify(
    people: Iterable[Person | None],
    template: str,
    *,
    at: datetime,
    service: Service | None,
    link: str = "",
    address: str = "",
) -> None:
    """One notice for each person; `address` reaches somebody who has no account yet.

    Without a service it is about an account, asked for on the owner's own page: it speaks that language.
    """
    language = get_language() if service is None else ""
    Notice.objects.bulk_create(
        Notice(
            person=person,
            template=template,
            made_at=at,
            service=service,
            link=link,
            address=address,
            language=language or "",
            awaiting="sending",
        )
        for person in people
    )


def write(address: str, letter: Letter, *, at: datetime) -> None:
    """One letter to an address, about its own account; its words are forgotten once it is sent."""
    Notice.objects.create(
        address=address, subject=letter.subject, body=letter.body, made_at=at, awaiting="sending"
    )


def coordinators(service: Service, at: datetime) -> list[Person]:
    """Everybody who holds a coordinator's post in the service now."""
    return _holding(Post.COORDINATOR, service, at)


def directors(service: Service, at: datetime) -> list[Person]:
    """Everybody who holds a director's post in the service now."""
    return _holding(Post.DIRECTOR, service, at)


def on_duty(service: Service, at: datetime) -> list[Person]:
    """Whom an alert reaches: those on the rota now, or else every coordinator, so that somebody hears it."""
    rota = Duty.objects.filter(service=service, since__lte=at, until__gt=at).select_related("person")
    return [duty.person for duty in rota] or coordinators(service, at)


def _holding(post: Post, service: Service, at: datetime) -> list[Person]:
    held = Membership.objects.current(at).filter(team__service=service, post=post)
    return [membership.person for membership in held.select_related("person")]
