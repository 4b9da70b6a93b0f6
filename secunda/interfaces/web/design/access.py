"""Who may open a page. Every view wears one of these; a test walks all addresses and refuses one without."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from secunda.foundation.people.models import Account, Post, Service
from secunda.foundation.people.queries import service_of
from secunda.foundation.refusal import Hidden
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import Standing, case_for
from secunda.journey.cases.states import REVIEWERS, Role

# Pages take Post and Role from here: they may not import tables.
__all__ = ["CaseVisit", "Post", "Role", "StaffVisit", "Visit", "for_staff", "on_case", "public", "signed_in"]

# Those who see other people's records must prove themselves twice.
SECOND_FACTOR_ROLES = REVIEWERS | {Role.COORDINATOR}


@dataclass(frozen=True)
class Access:
    """Whom a page lets in: anybody, any account, roles in the case of the address, or posts in a service."""

    anybody: bool = False
    roles: frozenset[Role] = frozenset()
    posts: frozenset[Post] = frozenset()


@dataclass(frozen=True)
class Visit:
    """Somebody signed in, at a moment."""

    by: Account
    at: datetime


@dataclass(frozen=True)
class CaseVisit(Visit):
    """A party at their case."""

    case: Case
    standing: Standing


@dataclass(frozen=True)
class StaffVisit(Visit):
    """A member of staff at their service."""

    service: Service
    posts: frozenset[Post]


type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public[**P](view: View[P]) -> View[P]:
    """A page for everybody, signed in or not."""
    return _wear(view, Access(anybody=True))


def signed_in[**P](view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]) -> View[P]:
    """A page for any account about itself."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, Account):
            return redirect_to_login(request.get_full_path())
        return view(request, Visit(request.user, timezone.now()), *args, **kwargs)

    return _wear(page, Access())


def on_case(
    *roles: Role,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page about one case, for parties in one of `roles`; for all others it does not exist (404).

    The address gives `case_id`; the view gets a `CaseVisit` in its place.
    """
    wanted = frozenset(roles)

    def wear(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def page(request: HttpRequest, case_id: UUID, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Account):
                return redirect_to_login(request.get_full_path())
            visit = visit_case(request.user, case_id, wanted, timezone.now())
            if visit.standing.roles & SECOND_FACTOR_ROLES and (lacking := second_factor_lacking(request)):
                return lacking
            return view(request, visit, **kwargs)

        return _wear(page, Access(roles=wanted))

    return wear


def for_staff(
    *posts: Post,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page of the service, for holders of one of `posts`; for all others it does not exist (404)."""
    wanted = frozenset(posts)

    def wear(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Account):
                return redirect_to_login(request.get_full_path())
            at = timezone.now()
            found = service_of(request.user, at=at)
            if found is None or not found[1] & wanted:
                raise Hidden
            return second_factor_lacking(request) or view(
                request, StaffVisit(request.user, at, *found), **kwargs
            )

        return _wear(page, Access(posts=wanted))

    return wear


def visit_case(by: Account, case_id: UUID, roles: frozenset[Role], at: datetime) -> CaseVisit:
    """The one gate to a case, for pages, files and DICOMweb alike; `Hidden` when it is not theirs."""
    return CaseVisit(by, at, *case_for(case_id, by=by, at=at, roles=roles))


def second_factor_lacking(request: HttpRequest) -> HttpResponse | None:
    """None when this session was proved by a second factor; else where to go to set one up or to give it."""
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        return None
    page = proof_page(request)
    back = urlencode({"next": request.get_full_path()})
    return redirect(f"{page}?{back}") if page else redirect("mfa_index")


def proof_page(request: HttpRequest) -> str:
    """Where the second factor is given: by code where there is an app, else by passkey; empty for neither."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    held = Authenticator.objects.filter(user=request.user.pk, type__in=kinds)
    types = set(held.values_list("type", flat=True))
    if not types:
        return ""
    by_code = Authenticator.Type.TOTP in types
    return reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")


def _wear[F: Callable[..., HttpResponseBase]](page: F, access: Access) -> F:
    page.access = access  # type: ignore[attr-defined]
    return page
