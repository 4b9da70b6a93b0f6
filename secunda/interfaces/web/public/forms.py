"""The forms of the first pages."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum.gb import nhs

from secunda.engines.pathways import Catalogue, ShownFlag
from secunda.interfaces.web.design.fields import Choice, Choices, Day, DesignForm, Email, Option, Pick, Text
from secunda.interfaces.web.design.places import countries
from secunda.interfaces.web.public.draft import Draft

NONE = "none"
SOMETHING_ELSE = "something_else"
GROWN_UP = 18

BASES = {
    "asked": _("They asked me to, and they agree"),
    "attorney": _("I hold a lasting power of attorney for their health"),
    "deputy": _("A court made me their deputy"),
    "best_interests": _("They cannot decide for themselves, and I am their next of kin"),
}


def urgent_form(catalogue: Catalogue, flags: Iterable[ShownFlag]) -> type[DesignForm]:
    """The danger signs to tap, with "None of these" apart, and the country whose numbers are shown."""
    texts = catalogue.files.red_flags
    signs = [Option(flag.id, flag.ask) for flag in flags]
    none = Option(NONE, texts.none_of_these, divider=_("or"))
    missing = _("Tap what is happening, or “%(none)s”") % {"none": texts.none_of_these}
    return type(
        "UrgentForm",
        (DesignForm,),
        {
            "signs": Choices(texts.screen, [*signs, none], missing=missing, alone=(NONE,)),
            "country": Pick(_("Which country are you in now?"), countries()),
        },
    )


class ServiceForm(DesignForm):
    """Which service is asked, where several share an installation."""

    def __init__(self, services: Mapping[str, str], data: Mapping[str, Any] | None = None) -> None:
        """Offer the services by their short names."""
        super().__init__(data)
        self.fields["service"] = Choice(_("Which service do you want to ask?"), services)


class ForWhomForm(DesignForm):
    """Who the opinion is for, and on what basis somebody asks for another person."""

    who_for = Choice(
        _("Who is the second opinion for?"),
        {"self": _("Me"), "other_adult": _("Another adult"), "child": _("A child under 18")},
    )
    basis = Choice(_("Why can you ask for them?"), BASES)
    until = Day(
        _("When does this end?"),
        hint=_("For example, 3 5 2027. If you leave it empty, we ask you again after one year."),
        required=False,
    )
    reveals = {"basis": ("who_for", "other_adult"), "until": ("who_for", "other_adult")}

    def clean_until(self) -> date | None:
        """Return the last day; raise when it has passed."""
        until: date | None = self.cleaned_data.get("until")
        if until is not None and until <= timezone.localdate():
            raise ValidationError(gettext("Enter a day in the future"), code="past")
        return until


def until_day(draft: Draft, today: date) -> date:
    """The day on which a proxy ends: as told, else one year from now."""
    return date.fromisoformat(draft.until) if draft.until else today + timedelta(days=365)


def condition_form(catalogue: Catalogue, words: str) -> type[DesignForm]:
    """The conditions whose name or words hold what was searched for, and always "something else"."""
    listed = [
        Option(each.id, each.label) for each in catalogue.files.conditions.conditions if _fits(each, words)
    ]
    other = Option(
        SOMETHING_ELSE, catalogue.files.conditions.something_else.label, divider=_("or") if listed else ""
    )
    return type(
        "ConditionForm",
        (DesignForm,),
        {
            "condition": Choice(
                _("What is it about?"), [*listed, other], missing=_("Choose what it is about")
            ),
            "in_own_words": Text(
                _("What is it, in your own words?"),
                missing=_("Write a few words, for example: pain in my hand"),
                limit=200,
            ),
            "reveals": {"in_own_words": ("condition", SOMETHING_ELSE)},
        },
    )


def _fits(condition: Any, words: str) -> bool:
    sought = words.casefold().split()
    text = " ".join([condition.label, *condition.words]).casefold()
    return all(word in text for word in sought)


class EmailForm(DesignForm):
    """The address to which the code is sent."""

    email = Email()


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


class AboutOtherForm(AboutForm):
    """Who the patient is, and who asks for them."""

    own_name = Text(_("Your own full name"), limit=200)
    field_order = ["name", "birth_date", "nhs_number", "own_name", "phone"]

    def __init__(
        self, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        """Speak of the patient where the shorter form speaks of the reader."""
        super().__init__(data, initial=initial)
        self.fields["name"].label = _("The patient’s full name")
        self.fields["birth_date"].label = _("The patient’s date of birth")
        self.fields["nhs_number"].label = _("The patient’s NHS number (if you know it)")
        self.fields["phone"].label = _("Your phone number (if you like)")


def age_on(day: date, born: date) -> int:
    """Full years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
