"""The forms of the case pages that are not made from clinical content."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from secunda.engines.pathways import Catalogue
from secunda.engines.pathways.asking import red_flags
from secunda.interfaces.web.design.danger import danger_signs
from secunda.interfaces.web.design.fields import (
    Choice,
    Confirm,
    DesignForm,
    Email,
    LongText,
    Number,
    Text,
    YesNo,
)


class DoctorForm(DesignForm):
    """Which doctor may read the opinion and answer it."""

    name = Text(_("The doctor's name"), hint=_("For example, Dr Weber."), limit=200)
    address = Email(
        _("Their work e-mail address"),
        hint=_("It stands on letters, or their secretary can tell you."),
        autocomplete="off",
    )


class MessageForm(DesignForm):
    """A message to the people who look after the case."""

    text = LongText(_("Your message"), missing=_("Write something before you send it"), limit=5000)


class SendForm(DesignForm):
    """The last word before a case is sent."""

    true = Confirm(
        _("What I have told you is true as far as I know"),
        missing=_("Tick the box to send your case"),
    )


class WithdrawForm(DesignForm):
    """Why somebody stops; they need not say."""

    because = LongText(_("Why do you stop? (You need not say)"), required=False, limit=1000, rows=3)


DECISIONS = {
    "keep": _("I keep the plan of my own team"),
    "change": _("I want to change the plan"),
    "need_more": _("I need more first, such as another test or talk"),
    "not_yet": _("I have not decided yet"),
}


class DecideForm(DesignForm):
    """What the patient decided."""

    choice = Choice(
        _("What have you decided?"),
        DECISIONS,
        missing=_("Choose what you have decided"),
    )
    because = LongText(_("Why? (You need not say)"), required=False, limit=3000, rows=4)
    share = YesNo(_("May your own doctor know what you decided?"), missing=_("Choose yes or no"))


def signs_form(content: Catalogue, country: str, pathway: str) -> type[DesignForm]:
    """The danger signs, those that fit the condition first."""
    flags = red_flags(content, country, pathway)
    return type("SignsForm", (DesignForm,), {"signs": danger_signs(content, flags)})


def follow_up_form(
    asked: Iterable[Mapping[str, Any]], texts: Mapping[str, Mapping[str, str]]
) -> type[DesignForm]:
    """The questions of one point of the follow-up schedule; none of them must be answered."""
    fields = {each["id"]: _follow_up_field(each, texts.get(each["id"], {})) for each in asked}
    return type("FollowUpForm", (DesignForm,), fields)


def _follow_up_field(asked: Mapping[str, Any], words: Mapping[str, str]) -> Any:
    match asked["type"]:
        case "yesno":
            answers = {"yes": _("Yes"), "no": _("No"), "unsure": _("I am not sure")}
            return Choice(asked["text"], answers, required=False)
        case "choice":
            given = asked["choices"]
            listed = (
                given
                if isinstance(given, Mapping)
                else {each: words.get(each, in_words(each)) for each in given}
            )
            return Choice(asked["text"], {**listed, "unsure": _("I am not sure")}, required=False)
        case "number" | "money":
            return Number(asked["text"], required=False, least=0, unsure=True)
        case "scale_0_10":
            return Number(asked["text"], required=False, whole=True, least=0, most=10)
        case _:
            return LongText(asked["text"], required=False, limit=2000, rows=3)


def in_words(identifier: str) -> str:
    """A stored choice as words: `up_to_1_week` becomes `Up to 1 week`."""
    words = identifier.replace("_", " ")
    return words[:1].upper() + words[1:]
