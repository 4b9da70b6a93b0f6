"""The forms of the first pages."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secunda.engines.pathways import Catalogue, ShownFlag
from secunda.engines.words import say
from secunda.foundation.language.tongue import lazily
from secunda.interfaces.web.design.danger import danger_signs
from secunda.interfaces.web.design.fields import Choice, Day, DesignForm, Email, Option, Pick, Text
from secunda.interfaces.web.design.person import AboutForm
from secunda.interfaces.web.design.places import countries
from secunda.interfaces.web.public.draft import Draft

SOMETHING_ELSE = "something_else"

BASES = {
    "asked": say("They asked me to, and they agree"),
    "attorney": say("I hold a lasting power of attorney for their health"),
    "deputy": say("A court made me their deputy"),
    "best_interests": say("They cannot decide for themselves, and I am their next of kin"),
}


def urgent_form(catalogue: Catalogue, flags: Iterable[ShownFlag]) -> type[DesignForm]:
    """The danger signs to tap, with "None of these" apart, and the country whose numbers are shown."""
    return type(
        "UrgentForm",
        (DesignForm,),
        {
            "signs": danger_signs(catalogue, flags),
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
    basis = Choice(_("Why can you ask for them?"), {name: lazily(words) for name, words in BASES.items()})
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


class LetterForm(DesignForm):
    """What a letter to one's own doctor says; all of it may stay empty and be written by hand."""

    doctor_name = Text(_("Your doctor’s name"), required=False, limit=200)
    problem = Text(_("What it is about"), required=False, limit=200)
    treatment_date = Day(_("When is your treatment planned?"), required=False)
    report_date = Day(_("Until when would you like to wait?"), required=False)
    patient_name = Text(_("Your full name"), required=False, limit=200)


class EmailForm(DesignForm):
    """The address to which the code is sent."""

    email = Email()


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
