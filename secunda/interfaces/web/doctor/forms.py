"""What a treating doctor is asked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secunda.interfaces.web.design.fields import Choice, Confirm, Day, DesignForm, LongText, Option, Text
from secunda.interfaces.web.design.forms import Answers
from secunda.interfaces.web.design.values import Words
from secunda.journey.cases.rules.asking import LONGEST as LONGEST_SAID
from secunda.journey.cases.rules.asking import Reply
from secunda.journey.decisions.rules import LONGEST, Stance

STANCES: dict[str, Words] = {
    Stance.AGREE: _("I agree"),
    Stance.IN_PART: _("I agree in part"),
    Stance.NO: _("I do not agree"),
}


class AboutYouForm(DesignForm):
    """Who the doctor is, in their own words."""

    name = Text(_("Your name and title"), limit=200, autocomplete="name", missing=_("Write your name"))
    register = Text(
        _("Where are you registered?"),
        hint=_("Such as GMC"),
        limit=50,
        width="10",
        missing=_("Write the name of your register"),
    )
    number = Text(
        _("Your registration number"), limit=50, width="15", spellcheck=False, missing=_("Write your number")
    )


class TreatsForm(DesignForm):
    """That the doctor treats this patient."""

    treats = Confirm(_("I treat this patient, or have been asked to"), missing=_("Tick the box to go on"))


class SafeToWaitForm(DesignForm):
    """Whether it is safe to wait, and until when."""

    reply = Choice(_("Your answer"), {}, missing=_("Choose an answer"))
    until = Day(_("If there is a last safe day, which?"), required=False)
    says = LongText(
        _("Anything else we should know?"),
        hint=_("Your patient can read this."),
        required=False,
        limit=LONGEST_SAID,
        rows=3,
    )

    def __init__(self, answers: Mapping[str, str], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.offer("reply", answers)

    def clean(self) -> Answers:
        """Refuse a last safe day without its date."""
        cleaned = super().clean()
        if cleaned.get("reply") == Reply.NOT_AFTER and "until" in cleaned and not cleaned["until"]:
            self.add_error("until", gettext("Enter the last day on which it is safe to wait"))
        return cleaned


class ReplyForm(DesignForm):
    """What the doctor says to the second opinion."""

    stance = Choice(
        _("Do you agree with the second opinion?"),
        [Option(value, text) for value, text in STANCES.items()],
        missing=_("Say whether you agree"),
    )
    will_change = LongText(
        _("What will change?"),
        hint=_("Your patient reads this. If nothing will change, say why."),
        required=False,
        limit=LONGEST,
    )
