"""Links that sign in as one of the demonstration's invented people. Anywhere else they do not exist."""

from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from secunda.foundation.accounts.actions import note_sign_in
from secunda.foundation.people.demo import account_of_link
from secunda.foundation.people.queries import service_of
from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design.access import public
from secunda.journey.cases.queries import holds_real_cases, roles_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Proofs that open the pages, dated so long ago that signing an opinion still asks for a fresh one.
PROOFS = [{"method": "code", "at": 0.0}, {"method": "mfa", "type": "demonstration", "at": 0.0}]


@public
def continue_as(request: HttpRequest, token: str) -> HttpResponse:
    """Say as whom, and sign in at the press of a button."""
    if not settings.SECUNDA_DEMO or holds_real_cases():
        raise Hidden
    account = account_of_link(token)
    at = timezone.now()
    if request.method == "POST":
        logout(request)
        login(request, account, backend=BACKEND)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = PROOFS
        request.session[WHOSE] = str(account.pk)
        note_sign_in("demonstration", by=account, at=at)
        return redirect("account:home")
    found = service_of(account, at=at)
    roles = sorted(found[1]) if found else sorted(roles_of(account, at=at))
    name = account.person.name if account.person else account.email
    return render(request, "account/demonstration.html", {"name": name, "roles": roles})
