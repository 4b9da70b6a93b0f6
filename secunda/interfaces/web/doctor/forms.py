"""What a treating doctor is asked."""

from django.utils.translation import gettext_lazy as _

from secunda.interfaces.web.design.fields import Choice, Confirm, DesignForm, LongText, Option, Text
from secunda.interfaces.web.design.values import Words
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
