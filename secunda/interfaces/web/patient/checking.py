"""What the family told us, in sections, each answer with a link that changes it and comes back."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from secunda.foundation.content import catalogue
from secunda.interfaces.web.design import formats
from secunda.interfaces.web.design.access import CaseVisit
from secunda.interfaces.web.design.answers import answer_rows
from secunda.interfaces.web.design.telling import CERTAINTIES
from secunda.interfaces.web.design.values import Change, Row
from secunda.interfaces.web.patient.case import health_of
from secunda.interfaces.web.patient.returning import CHECK
from secunda.journey.cases.queries import answers_of, consents_in_force
from secunda.journey.records.queries import progress


@dataclass(frozen=True)
class Section:
    """A heading and its answers."""

    heading: str
    rows: list[Row]


def sections_of(visit: CaseVisit) -> list[Section]:
    """Everything to check before sending."""
    return [_about(visit), _told(visit), _questions(visit), _health(visit), _records(visit), _consent(visit)]


def _change(visit: CaseVisit, name: str, what: str, *more: object) -> Change:
    return Change(reverse(f"patient:{name}", args=[visit.case.id, *more]) + f"?then={CHECK}", what)


def _about(visit: CaseVisit) -> Section:
    patient = visit.case.patient
    change = _change(visit, "about", _("who the patient is"))
    rows = [
        Row(_("Name"), patient.name, change),
        Row(_("Date of birth"), formats.day(patient.birth_date), change),
        Row(_("NHS number"), patient.nhs_number or _("Not given"), change),
        Row(_("Phone"), patient.phone or _("Not given"), change),
        Row(_("About"), visit.case.condition),
    ]
    return Section(_("About you"), rows)


def _told(visit: CaseVisit) -> Section:
    change = _change(visit, "first_opinion", _("what you were told"))
    first = getattr(visit.case, "first_opinion", None)
    if first is None:
        return Section(_("What you were told"), [Row(_("First opinion"), _("None yet"), change)])
    keys = {
        "diagnosis": _("What is wrong"),
        "plan": _("The plan"),
        "finding": _("What they found"),
        "urgency": _("How soon"),
        "prognosis": _("What to expect"),
    }
    rows = [Row(keys[item.axis], _item_words(item), change) for item in first.items.all()]
    rows.append(
        Row(
            _("Told by"),
            ", ".join(filter(None, [first.doctor, first.doctor_role])) or _("Not stated"),
            change,
        )
    )
    rows.append(Row(_("Where"), first.organisation.name if first.organisation else _("Not stated"), change))
    rows.append(Row(_("When"), formats.day(first.given_on) or _("Not stated"), change))
    return Section(_("What you were told"), rows)


def _item_words(item: object) -> str:
    certainty = str(CERTAINTIES.get(getattr(item, "certainty", ""), ""))
    planned = getattr(item, "planned_for", None)
    more = [certainty, _("planned for %(day)s") % {"day": formats.day(planned)} if planned else ""]
    return "; ".join([getattr(item, "text", ""), *filter(None, more)])


def _questions(visit: CaseVisit) -> Section:
    change = _change(visit, "questions", _("your questions"))
    asked = [
        Row(_("Question %(number)d") % {"number": question.number}, question.text, change)
        for question in visit.case.questions.all()
    ]
    return Section(_("Your questions"), asked or [Row(_("Questions"), _("None"), change)])


def _health(visit: CaseVisit) -> Section:
    now, answers = health_of(visit), answers_of(visit.case)
    rows = answer_rows(
        now.asked,
        answers,
        lambda question: _change(visit, "change_answer", question.text, question.id).href,
    )
    return Section(_("Health questions"), rows)


def _records(visit: CaseVisit) -> Section:
    total = progress(visit.case).total
    change = _change(visit, "records", _("your records"))
    return Section(_("Your records"), [Row(_("Files"), str(total), change)])


def _consent(visit: CaseVisit) -> Section:
    change = _change(visit, "consent", _("what you agree to"))
    labels = {each.id: each.label for each in catalogue().files.consent.statements}
    given = [labels.get(each.what, each.what) for each in consents_in_force(visit.case, visit.at)]
    return Section(_("Consent"), [Row(_("You agree to"), ", ".join(given) or _("Nothing yet"), change)])
