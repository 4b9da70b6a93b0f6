"""An offer: what the case asks for, without the name and without the first opinion; then yes or no."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from secunda.engines.words import Words
from secunda.foundation.language.tongue import lazily
from secunda.interfaces.web.design.access import Post, StaffVisit, for_staff
from secunda.interfaces.web.design.fields import Confirm, DesignForm, LongText
from secunda.interfaces.web.design.timing import for_readers
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.cases.queries import measures_of
from secunda.journey.matching.actions import accept_offer, decline_offer
from secunda.journey.matching.queries import offer_for
from secunda.journey.matching.rules import DECLARATIONS


class AcceptForm(DesignForm):
    """What must be declared before a case is taken."""

    interests = LongText(
        _("Your interests in this case"),
        hint=_("Money, friends, the same hospital, research. Write none if there are none."),
        limit=2000,
        rows=3,
    )
    independent = Confirm(lazily(DECLARATIONS["independent"]))
    scope = Confirm(lazily(DECLARATIONS["scope"]))
    not_treating = Confirm(lazily(DECLARATIONS["not_treating"]))


class DeclineForm(DesignForm):
    """Why the case is given back."""

    because = LongText(_("Why can you not take this case?"), limit=300, rows=2)


@for_staff(Post.EXPERT)
def offer(request: HttpRequest, visit: StaffVisit, offer_id: UUID) -> HttpResponse:
    """Look at an offer, and accept it."""
    offered = offer_for(offer_id, by=visit.by)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        declared = {name: form.cleaned_data[name] for name in DECLARATIONS}
        accept_offer(
            offered, interests=form.cleaned_data["interests"], declared=declared, by=visit.by, at=visit.at
        )
        return redirect("reviewer:read", offered.case_id)
    reasons = [Words.of(reason) for reason in offered.reasons]
    shown = {
        "offer": offered,
        "reasons": reasons,
        "form": form,
        "about_time": for_readers(measures_of(offered.case)),
    }
    return page(request, "reviewer/offer.html", shown)


@for_staff(Post.EXPERT)
def decline(request: HttpRequest, visit: StaffVisit, offer_id: UUID) -> HttpResponse:
    """Give an offer back with a reason."""
    offered = offer_for(offer_id, by=visit.by)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decline_offer(offered, because=form.cleaned_data["because"], by=visit.by, at=visit.at)
        return redirect("reviewer:desk")
    return page(request, "reviewer/decline.html", {"offer": offered, "form": form})
