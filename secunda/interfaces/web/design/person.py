"""Who a patient is: the one form for it, at the opening of a case and within it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum.gb import nhs

from secunda.interfaces.web.design.fields import Day, DesignForm, Text

GROWN_UP = 18


class AboutForm(DesignForm):
    """Who somebody is: enough to match their records and to reach them."""

    name = Text(_("Full name"), hint=_("As it stands on hospital letters."), limit=200, autocomplete="name")
    birth_date = Day(_("Date of birth"), hint=_("For example, 17 4 1979"), birthday=True)
    nhs_number = Text(
        _("NHS number (if you know it)"),
        hint=_("Ten figures, for example 943 476 5919. You can find it on hospital letters."),
        required=False,
        limit=20,
        width="15",
        spellcheck=False,
    )
    phone = Text(
        _("Phone number (if you like)"),
        hint=_("We call only if something is urgent."),
        required=False,
        limit=30,
        width="15",
        autocomplete="tel",
    )

    def clean_birth_date(self) -> date:
        """Return the day of birth; raise for a day in the future and for somebody under 18."""
        born: date = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born > today:
            raise ValidationError(gettext("Enter a date of birth in the past"), code="future")
        if age_on(today, born) < GROWN_UP:
            raise ValidationError(
                gettext(
                    "We do not take cases of people under 18 yet. Ask the hospital team about another centre."
                ),
                code="child",
            )
        return born

    def clean_nhs_number(self) -> str:
        """Return the ten figures; raise when the check figure does not fit."""
        typed = str(self.cleaned_data.get("nhs_number") or "")
        if not typed.strip():
            return ""
        if not nhs.is_valid(typed):
            raise ValidationError(
                gettext("Check the NHS number: it has ten figures, and one seems wrong"), code="nhs"
            )
        return str(nhs.compact(typed))


def age_on(day: date, born: date) -> int:
    """Full years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
