"""The forms of coordinators' pages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secunda.engines.pathways.clocks import HoldKind
from secunda.interfaces.web.design.alerting import CALLED
from secunda.interfaces.web.design.fields import (
    Choice,
    Choices,
    Confirm,
    Day,
    DesignForm,
    Email,
    LongText,
    Number,
    Option,
    Pick,
    Text,
    YesNo,
)
from secunda.interfaces.web.design.forms import Answers
from secunda.journey.cases.rules.asking import LONGEST as LONGEST_SAID
from secunda.journey.messages.rules import LONGEST
from secunda.journey.records.queries import GapLine
from secunda.journey.records.rules import KIND_WORDS


class ReasonForm(DesignForm):
    """Why something is done; kept with the case."""

    because = LongText(_("Why?"), hint=_("One or two sentences. They are kept with the case."), limit=200)


class HoldForm(DesignForm):
    """Why the case waits: by kind, which says what stands still, and in words."""

    kind = Choice(_("What do you wait for?"), {}, missing=_("Choose what you wait for"))
    because = LongText(_("Why?"), hint=_("One or two sentences. They are kept with the case."), limit=200)

    def __init__(self, kinds: Iterable[HoldKind], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.offer("kind", [(kind.id, kind.label) for kind in kinds])


class TeamAnswerForm(DesignForm):
    """What the treating team said by letter or by phone, as a coordinator writes it down."""

    name = Text(_("Who said it?"), hint=_("Name and post, as they gave them."), limit=200)
    way = Choice(_("How did it reach you?"), {"letter": _("By letter"), "phone": _("By phone")})
    reply = Choice(_("Is it safe to wait?"), {}, missing=_("Choose what they said"))
    until = Day(
        _("The last day on which it is safe to wait"),
        hint=_("Only if they named a day."),
        required=False,
    )
    says = LongText(_("Anything else they said"), required=False, limit=LONGEST_SAID)

    def __init__(self, answers: Mapping[str, str], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.offer("reply", answers)


class AskTeamForm(DesignForm):
    """Whom of the treating team to ask whether waiting is safe."""

    name = Text(_("Name"), hint=_("For example, Dr Weber."), limit=200)
    address = Email(_("Work e-mail address"), autocomplete="off")


class LeavingForm(DesignForm):
    """Why a case ends, and that this was meant."""

    because = LongText(_("Why?"), hint=_("One or two sentences. They are kept with the case."), limit=1000)
    sure = Confirm(_("I have checked that this is the right case."))


class CallForm(DesignForm):
    """One call about an alert; its time is that of noting it."""

    whom = Choice(_("Whom did you call?"), CALLED)
    reached = YesNo(_("Did you reach them?"))
    says = LongText(_("What was said?"), required=False, limit=1000)


class SettleForm(DesignForm):
    """What came of an alert."""

    came_of_it = LongText(
        _("What came of it?"),
        hint=_("Who knows now, and who acts."),
        limit=1000,
        missing=_("Say what came of it"),
    )


class WaiveForm(DesignForm):
    """Why a case can go on without a record."""

    because = LongText(
        _("Why can the case go on without it?"),
        hint=_("The expert reads this: they must know what they have not seen."),
        limit=300,
    )


class MessageForm(DesignForm):
    """A message to the family."""

    text = LongText(_("Your message to the family"), limit=LONGEST, missing=_("Write your message"))


class ReturnForm(DesignForm):
    """What the family is asked for: named records, with ready words, and anything else in own words."""

    missing = Choices(_("Which records do you need?"), {}, required=False)
    says = LongText(
        _("Anything else?"),
        hint=_("In words that the family understands. They read this below the records that you ticked."),
        required=False,
        limit=1200,
    )

    def __init__(
        self,
        lines: Sequence[GapLine],
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.lines = {line.item: line for line in lines}
        we_write = gettext("We write: %(words)s")
        self.offer(
            "missing",
            [
                Option(line.item, line.missing.label, we_write % {"words": ready_words(line)})
                for line in lines
            ],
        )

    def clean(self) -> Answers:
        """Refuse a return that asks for nothing."""
        cleaned = super().clean()
        if not cleaned.get("missing") and not cleaned.get("says", "").strip():
            raise ValidationError(
                gettext("Tick at least one record, or write what you need."), code="nothing_asked"
            )
        return cleaned

    def letter(self) -> str:
        """What the family reads: ready words for each record, then the coordinator's own."""
        ticked = [self.lines[item] for item in self.cleaned_data["missing"]]
        parts = [f"{line.missing.label}. {ready_words(line)}" for line in ticked]
        return "\n\n".join([*parts, self.cleaned_data["says"].strip()]).strip()


class RefileForm(DesignForm):
    """What a record is, and whose. Only what is changed is written."""

    kind = Pick(_("Kind"), KIND_WORDS)
    date = Text(
        _("Date"),
        hint=_("As year-month-day, such as 2026-03-02. The month or only the year will do."),
        required=False,
        width="10",
        limit=10,
        spellcheck=False,
    )
    title = Text(_("Title"), limit=300)
    belongs = Choice(
        _("Whose record is it?"),
        {
            "same": _("This patient's"),
            "other": _("Another person's"),
            "unknown": _("We cannot tell: ask the family"),
        },
    )
    shows_first = Choice(
        _("Does it show the first opinion?"),
        {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known: hidden like yes")},
        hint=_("The expert sees it before their own view is locked only when the answer is no."),
    )

    def clean_date(self) -> str:
        """A date of which the day, or the month and the day, may be missing."""
        given = str(self.cleaned_data["date"]).strip()
        if given and not _is_partial_date(given):
            raise ValidationError(
                gettext("Enter a real date, such as 2026-03-02, 2026-03 or 2026"), code="date"
            )
        return given


class TurnForm(DesignForm):
    """Which pages are turned, and how."""

    degrees = Choice(
        _("Which way?"),
        {"90": _("A quarter to the right"), "180": _("Upside down"), "270": _("A quarter to the left")},
    )
    first = Number(_("From page"), whole=True, least=1)
    last = Number(_("To page"), whole=True, least=1)


class BelongsForm(DesignForm):
    """Whose a file is."""

    belongs = Choice(_("Whose record is it?"), {"same": _("This patient's"), "other": _("Another person's")})


def ready_words(line: GapLine) -> str:
    """What the family is told about one missing record: why it is asked for again, and how to get it."""
    why = {
        "absent": "",
        "too_old": gettext("The one we have is too old. "),
        "undated": gettext("The one we have shows no date. "),
    }[line.missing.reason]
    return why + line.missing.help


def _is_partial_date(given: str) -> bool:
    from datetime import date

    year, *rest = given.split("-")
    parts = [year, *rest, *["01"] * (2 - len(rest))]
    if len(parts) != 3 or len(year) != 4 or not all(part.isdecimal() for part in parts):
        return False
    try:
        return bool(date(int(year), int(parts[1]), int(parts[2])))
    except ValueError:
        return False
