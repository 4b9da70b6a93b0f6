"""From the link in an e-mail to the case: who asks, who the doctor is, and that they treat the patient."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from secunda.foundation.accounts.actions import Practising, state_practice
from secunda.interfaces.web.design.access import Visit, public, signed_in
from secunda.interfaces.web.doctor.forms import AboutYouForm, TreatsForm
from secunda.journey.cases.actions import accept_invitation
from secunda.journey.cases.queries import invited


@public
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """What this is; then, for the doctor who was invited, whose case it is."""
    if not request.user.is_authenticated:
        back = urlencode({"next": request.path})
        shown = {
            "invited": invited(token, by=None, at=timezone.now()),
            "sign_in": f"{reverse('account_login')}?{back}",
            "sign_up": f"{reverse('account_signup')}?{back}",
        }
        return render(request, "doctor/invitation.html", shown)
    return _accept(request, token=token)


@signed_in
def about_you(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Name and licence, as the doctor gives them."""
    found = invited(token, by=visit.by, at=visit.at)
    person = visit.by.person
    known = {"name": person.name if person else found.name}
    form = AboutYouForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        practising = Practising(given["name"], given["register"], given["number"])
        state_practice(practising, by=visit.by, at=visit.at)
        return redirect("doctor:invitation", token)
    return render(request, "doctor/about_you.html", {"form": form, "invited": found})


@signed_in
def _accept(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    found = invited(token, by=visit.by, at=visit.at)
    if visit.by.person is None or not visit.by.person.practises_as:
        return redirect("doctor:about_you", token)
    form = TreatsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accept_invitation(token, by=visit.by, at=visit.at)
        return redirect("doctor:desk")
    return render(request, "doctor/accept.html", {"form": form, "invited": found})
