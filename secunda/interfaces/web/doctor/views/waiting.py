"""The one question of day 0, for whoever has its link: no account, no health content."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from secunda.interfaces.web.design.access import public
from secunda.interfaces.web.doctor.forms import SafeToWaitForm
from secunda.journey.cases.rules.asking import Reply, TeamAnswer
from secunda.journey.waiting.actions import answer_by_link
from secunda.journey.waiting.queries import asked_by, clocks


@public
def safe_to_wait(request: HttpRequest, asking: str) -> HttpResponse:
    """Is it unsafe for this person to wait, and until when; afterwards, thanks and whom to call."""
    at = timezone.now()
    asked, words = asked_by(asking, at=at), clocks().day_0
    shown = {"asked": asked, "words": words, "answers": words.answers}
    if asked.enquiry.answered_at is not None:
        return render(request, "doctor/waiting_thanks.html", shown)
    if asked.enquiry.expires_at <= at:
        return render(request, "doctor/waiting_over.html", shown)
    form = SafeToWaitForm(words.answers, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        answer = TeamAnswer(Reply(given["reply"]), given["until"] or None, given["says"])
        answer_by_link(asking, answer, at=at)
        return redirect("doctor:safe_to_wait", asking)
    return render(request, "doctor/waiting.html", {**shown, "form": form})
