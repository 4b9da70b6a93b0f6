"""Records behind a link that the family sent: fetched when they say so."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from secunda.engines.intake.health_link import HealthLink
from secunda.foundation.refusal import Refused
from secunda.foundation.vault import spool, vault
from secunda.foundation.vault.vault import Placed
from secunda.interfaces.web.design.access import CaseVisit, on_case
from secunda.interfaces.web.design.fields import DesignForm
from secunda.interfaces.web.design.unlocking import Password
from secunda.journey.cases.states import Role
from secunda.journey.records import queries
from secunda.journey.records.actions import receive_linked


class LinkForm(DesignForm):
    """The passcode of a link that has one."""

    passcode = Password(
        _("Passcode of the link"),
        hint=_("Whoever gave you the link told you the passcode."),
        missing=_("Type the passcode"),
    )

    def __init__(self, data: QueryDict | None, *, needed: bool) -> None:
        """`needed`: whether the link has a passcode."""
        super().__init__(data)
        if not needed:
            del self.fields["passcode"]


@sensitive_post_parameters("passcode")
@sensitive_variables("form", "link")
@on_case(Role.PATIENT, Role.CARER)
def fetch_link(request: HttpRequest, visit: CaseVisit, record_id: UUID) -> HttpResponse:
    """Say which machine would be asked, and fetch the records when the family wants it."""
    record = queries.record_for(visit.case, record_id, standing=visit.standing)
    link = queries.link_in(record)
    if link is None:
        return redirect("patient:record", visit.case.id, record.id)
    form = LinkForm(request.POST if request.method == "POST" else None, needed=link.passcode)
    if request.method == "POST" and form.is_valid():
        try:
            files = _fetched(visit, link, str(form.cleaned_data.get("passcode", "")))
            receive_linked(record.item, files, by=visit.by, at=visit.at, host=link.host)
        except Refused as refused:
            says = ValidationError(str(refused.refusal.says))
            form.add_error("passcode" if link.passcode else None, says)
        else:
            return redirect("patient:records", visit.case.id)
    shown = {"case": visit.case, "record": record, "link": link, "form": form}
    return render(request, "patient/link.html", shown)


@sensitive_variables("link", "passcode")
def _fetched(visit: CaseVisit, link: HealthLink, passcode: str) -> list[tuple[str, Placed]]:
    found = queries.fetched(link, passcode, visit.at)
    names = [f"{link.label or 'records'} {number}{one.ending}" for number, one in enumerate(found, 1)]
    with spool.set_down([one.content] for one in found) as paths:
        return list(zip(names, vault.place_many(visit.case.id, paths), strict=True))
