"""What states, pathways, urgencies, roles and events are called on coordinators' pages."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secunda.foundation.content import kept_text
from secunda.interfaces.web.design.values import Words
from secunda.interfaces.web.design.wording import PATHWAYS
from secunda.journey.cases.states import Role, State

# Templates name all words of these pages through this module.
__all__ = ["PATHWAYS"]

STATES: Mapping[State, Words] = {
    State.GATHERING: _("Gathering records"),
    State.SUBMITTED: _("To check"),
    State.RETURNED: _("Returned to the patient"),
    State.ACCEPTED: _("Complete, to match"),
    State.OFFERED: _("Offered to an expert"),
    State.IN_REVIEW: _("With the expert"),
    State.SIGNED: _("Signed, to release"),
    State.RELEASED: _("With the patient"),
    State.DECIDED: _("Patient has decided"),
    State.CLOSED: _("Closed"),
    State.WITHDRAWN: _("Withdrawn"),
    State.DECLINED: _("Declined"),
    State.UNSUITABLE: _("Not suitable"),
    State.EMERGENCY: _("Stopped: emergency"),
    State.DIED: _("The patient has died"),
    State.HANDED_BACK: _("Handed back to the own team"),
}

ROLES: Mapping[Role, Words] = {
    Role.PATIENT: _("Patient"),
    Role.CARER: _("Carer"),
    Role.COORDINATOR: _("Coordinators"),
    Role.EXPERT: _("Expert"),
    Role.SECOND_READER: _("Second reader"),
    Role.PANELLIST: _("Panel member"),
    Role.TREATING_DOCTOR: _("Treating doctor"),
}

# Each level of urgency with the tone of its tag.
URGENCIES: Mapping[str, tuple[Words, str]] = {
    "stop": (_("Stop"), "bad"),
    "parallel_24h": (_("Call in 24 hours"), "bad"),
    "express": (_("Express"), "bad"),
    "priority": (_("Priority"), "warn"),
    "standard": (_("Standard"), "neutral"),
    "extended": (_("Extended"), "neutral"),
}

ALERTS: Mapping[str, Words] = {
    "red_flag": _("Danger sign"),
    "guard_stop": _("An answer that means: do not wait"),
    "critical_finding": _("Dangerous finding"),
    "record_watch": _("A record to look at now"),
    "more_urgent": _("This case has become more urgent"),
    "content_moved": _("By corrected medical content, this case needs a look"),
    "not_safe_to_wait": _("The treating team says: not safe to wait"),
    "late": _("A step is late"),
}

OFFER_ANSWERS: Mapping[str, Words] = {
    "": _("Waits for an answer"),
    "accepted": _("Accepted"),
    "declined": _("Declined"),
    "lapsed": _("Not answered in time"),
    "taken_back": _("Taken back"),
}

EVENTS: Mapping[str, Words] = {
    "alert.acknowledged": _("took an alert"),
    "alert.called": _("called somebody about an alert"),
    "alert.climbed": _("told the next people of an alert"),
    "alert.raised": _("raised an alert"),
    "alert.settled": _("settled an alert"),
    "answers.changed": _("answered questions"),
    "answers.stopped": _("gave answers that stop the case"),
    "case.accepted": _("called the case file complete"),
    "case.closed": _("closed the case"),
    "case.erased": _("erased the case"),
    "case.held": _("put the case on hold"),
    "case.left": _("ended the case"),
    "case.offered": _("offered the case to an expert"),
    "case.opened": _("opened the case"),
    "case.resumed": _("took the case off hold"),
    "case.given_back": _("gave the case back to the expert who read it"),
    "case.reopened": _("opened the case again for the final opinion"),
    "case.returned": _("returned the case to the patient"),
    "case.submitted": _("sent the case"),
    "case.taken_back": _("took the case back from the expert"),
    "consent.given": _("gave a consent"),
    "consent.withdrawn": _("withdrew a consent"),
    "day_0.answered": _("said whether it is safe to wait"),
    "day_0.asked": _("asked the treating team whether it is safe to wait"),
    "case.more_urgent": _("noted that the case is more urgent now"),
    "content.moved": _("held the case to newer medical content"),
    "decision.made": _("recorded a decision"),
    "difference.called": _("recorded a call between the doctors"),
    "difference.found": _("signed an opinion that differs where it matters"),
    "difference.panel_called": _("called a panel together"),
    "difference.panel_signed": _("signed for the panel"),
    "difference.waived": _("went on without another reader"),
    "difference.weighed": _("weighed the two views"),
    "doctor.invited": _("invited the treating doctor"),
    "doctor.replied": _("replied to the opinion"),
    "doubt.answered": _("said whose a record is"),
    "files.received": _("sent files"),
    "files.taken_back": _("took files back"),
    "finding.alerted": _("reported an urgent finding"),
    "link.fetched": _("fetched the records behind a link"),
    "file.unlocked": _("sent an open copy of a locked file"),
    "choices.weighed": _("said what matters most to them"),
    "first_opinion.confirmed": _("confirmed what the papers say about the first opinion"),
    "first_opinion.told": _("told us about the first opinion"),
    "gap.answered": _("answered about a missing record"),
    "gap.waived": _("decided to go on without a record"),
    "records.requested": _("sent a letter that asks a hospital for records"),
    "records.chased": _("reminded of a letter to a hospital"),
    "records.settled": _("ended the reminders of a letter to a hospital"),
    "rules.fired": _("noted which rules hold now"),
    "invitation.accepted": _("joined the case by invitation"),
    "measure.ended": _("took back what was chosen about time"),
    "measure.taken": _("chose what to do about time"),
    "message.written": _("wrote a message"),
    "offer.accepted": _("accepted the offer"),
    "offer.declined": _("declined the offer"),
    "offer.lapsed": _("ended an offer that nobody answered"),
    "offer.taken_back": _("took an offer back"),
    "opinion.begun": _("began the opinion"),
    "opinion.drafted": _("worked on the opinion"),
    "opinion.locked": _("locked the independent view"),
    "opinion.released": _("released the opinion"),
    "opinion.rendered": _("made the document of the opinion"),
    "opinion.signed": _("signed the opinion"),
    "outcome.told": _("told us how things went"),
    "patient.described": _("changed the patient's details"),
    "questions.changed": _("changed the questions to the expert"),
    "reader.offered": _("asked somebody to read as well"),
    "record.merged": _("made one record of several files"),
    "record.opened": _("opened a record"),
    "record.rearrangement_undone": _("undid what was arranged"),
    "record.ruled": _("corrected a record"),
    "record.ruling_undone": _("took a correction back"),
    "record.split": _("made several records of one file"),
    "record.turned": _("turned the pages of a record"),
    "record.written": _("wrote a record"),
    "red_flags.asked": _("answered the danger signs"),
    "red_flags.wanted": _("asked how the patient is"),
    "step.escalated": _("told the next people that a step is late"),
    "upload.begun": _("began to send a file"),
    "upload.cancelled": _("stopped sending a file"),
    "upload.expired": _("forgot a file that came in only in part"),
    "text_block.dropped": _("gave up a text block of their own"),
    "text_block.kept": _("kept a text block of their own"),
}


def in_words(names: Mapping[str, Words], name: str) -> str:
    """What something is called; a name without words of its own is shown as it is, readable."""
    return str(names.get(name, name.replace("_", " ").replace(".", ": ")))


def state_words(state: str) -> str:
    """What a state is called."""
    return str(STATES[State(state)])


def urgency_words(urgency: str) -> tuple[str, str]:
    """What a level of urgency is called, and the tone of its tag."""
    words, tone = URGENCIES.get(urgency, (urgency, "neutral"))
    return str(words), tone


def role_words(role: str | None) -> str:
    """What a role is called; nobody's turn is a word too."""
    return str(ROLES[Role(role)]) if role else gettext("Nobody")


def focus_words(focus: str) -> str:
    """The name of a specialty of the taxonomy, readable."""
    return kept_text(focus.replace("_", " ").capitalize())
