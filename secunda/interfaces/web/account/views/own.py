"""Somebody's own account: where they go first, what it holds, and its end."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from secunda.foundation.accounts.actions import close_account
from secunda.foundation.accounts.queries import history
from secunda.foundation.accounts.rules import may_close
from secunda.foundation.people.queries import service_of
from secunda.interfaces.web.design.access import Visit, signed_in
from secunda.interfaces.web.design.formats import moment
from secunda.journey.cases.queries import cases_of
from secunda.journey.cases.states import FAMILY, OPEN, Role

EVENTS = {
    "account.signed_in": _("Signed in"),
    "account.sign_in_failed": _("A wrong code or key"),
    "account.changed": _("The ways to sign in changed"),
    "account.practice_stated": _("You said where you are registered"),
    "account.closed": _("Closed"),
    "account.language_chosen": _("You chose a language"),
}


@signed_in
def home(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """Lead everybody to where their work is."""
    return redirect(_first_place(visit))


@signed_in
def settings_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How one signs in, what happened lately, and how to leave."""
    shown = {
        "history": [[moment(entry.at), EVENTS[entry.event]] for entry in history(visit.by)],
        "refusal": _may_close(visit),
    }
    return render(request, "account/settings.html", shown)


@signed_in
def close(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Close the account, after saying what that means."""
    if request.method == "POST":
        close_account(_open_cases(visit), by=visit.by, at=visit.at)
        logout(request)
        return redirect("account_inactive")
    return render(request, "account/close.html", {"refusal": _may_close(visit)})


def _first_place(visit: Visit) -> str:
    found = service_of(visit.by, at=visit.at)
    posts = {str(post.value) for post in found[1]} if found else set()
    for post, place in (("coordinator", "/queue/"), ("director", "/board/"), ("expert", "/reviews/")):
        if post in posts:
            return place
    if cases_of(visit.by, at=visit.at, roles=FAMILY).exists():
        return "/case/"
    treats = cases_of(visit.by, at=visit.at, roles=frozenset({Role.TREATING_DOCTOR})).exists()
    return "/doctor/" if treats else "/case/"


def _open_cases(visit: Visit) -> int:
    return cases_of(visit.by, at=visit.at, roles=FAMILY).filter(state__in=sorted(OPEN)).count()


def _may_close(visit: Visit) -> object:
    return may_close(_open_cases(visit), staff=service_of(visit.by, at=visit.at) is not None)
