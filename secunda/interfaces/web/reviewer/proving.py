"""Proof, right before signing, that the person at the keyboard is the person signed in."""

import time

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from secunda.interfaces.web.design.access import proof_page

LASTS_SECONDS = 300


def proved_lately(request: HttpRequest) -> bool:
    """Whether a second factor was given in this session within the last five minutes."""
    records = get_authentication_records(request, request.user)
    proofs = [each for each in records if each.get("method") == "mfa"]
    return any(time.time() - float(each["at"]) < LASTS_SECONDS for each in proofs)


def prove_and_return(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that asks for the second factor, and from there back to this one."""
    page = proof_page(request) or reverse("mfa_index")
    return HttpResponseRedirect(f"{page}?{urlencode({'next': request.path})}")
