"""What notices say: short, plain, and without a word about anybody's health."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Letter:
    """Subject and first lines of an e-mail."""

    subject: str
    body: str


LETTERS = {
    "case_sent": (_("We have your case"), _("Your case has reached us. Sign in to see what happens next.")),
    "case_to_check": (_("A case is ready to check"), _("A case waits in your queue.")),
    "case_returned": (
        _("We need something more"),
        _("We need something more from you. Sign in to see what."),
    ),
    "gap_to_settle": (
        _("A missing record needs you"),
        _("A family needs your help with a missing record. Sign in to see the case."),
    ),
    "records_chased": (
        _("A hospital has not answered yet"),
        _("The records that were asked for have not come yet. Sign in to see what to send next."),
    ),
    "records_overdue": (
        _("A hospital has not answered in time"),
        _("The time for an answer is over. Sign in to see what to send next."),
    ),
    "case_ended": (
        _("Something has changed"),
        _("We cannot go on with your case as planned. Sign in to see why."),
    ),
    "case_accepted": (_("Your case is complete"), _("We have what we need and are choosing an expert.")),
    "offer": (_("A case for you to consider"), _("You have been offered a case. Sign in to see it.")),
    "difference_moved": (
        _("Two opinions that differ"),
        _("Something has been added where two opinions differ. Sign in to see it."),
    ),
    "offer_answered": (_("An expert has answered"), _("An expert has answered an offer.")),
    "opinion_signed": (_("An opinion is signed"), _("An opinion waits to be released.")),
    "opinion_released": (_("Your second opinion is ready"), _("Your second opinion is ready to read.")),
    "final_released": (
        _("Your final second opinion is ready"),
        _("The final report is ready to read. It takes the place of the partial one."),
    ),
    "final_for_doctor": (
        _("A final second opinion is ready to read"),
        _("A final opinion takes the place of a partial one. Sign in, or open the link that we sent you."),
    ),
    "final_begun": (
        _("Your case is open again"),
        _("You can add what was missing. Then the expert gives you the final report. Sign in to go on."),
    ),
    "final_begun_desk": (
        _("A case is open again"),
        _("A family goes on from a partial opinion to the final one. Wait until they send the case."),
    ),
    "case_given_back": (
        _("A case has come back to you"),
        _("More records have come to a case that you know. Sign in to give the final opinion."),
    ),
    "opinion_for_doctor": (
        _("A second opinion is ready to read"),
        _("A second opinion is ready. Sign in, or open the link that we sent you earlier."),
    ),
    "doctor_invited": (
        _("A second opinion about a patient of yours"),
        _("Somebody you treat asked us for a second opinion and wants you to read it. Open the link."),
    ),
    "doctor_replied": (_("Your doctor has replied"), _("Your doctor has replied to the second opinion.")),
    "decision_made": (_("A patient has decided"), _("A patient has told us what they decided.")),
    "alert": (_("Please act now"), _("An alert waits for you. Sign in at once.")),
    "please_call": (
        _("Please call us today"),
        _("We would like to talk to you today. Sign in to see the number to call."),
    ),
    "how_are_you": (
        _("Please tell us how you are"),
        _("It is time to ask once more if you need help today. It takes a minute."),
    ),
    "doctor_please_call": (
        _("Please call us about a patient"),
        _("We need to speak to you about a patient of yours today. Open the link to see our number."),
    ),
    "day_0": (
        _("One question about a patient of yours"),
        _(
            "A patient of yours has asked us for a second opinion. We have one question. "
            "It takes a minute and needs no account. Open the link."
        ),
    ),
    "day_0_again": (
        _("We still need your answer about a patient of yours"),
        _("We asked you one question about a patient of yours. It takes a minute. Open the link."),
    ),
    "team_answered": (_("Your team has answered"), _("The treating team has answered. Sign in to see it.")),
    "look_at_dates": (_("Please look at your dates"), _("It is about your dates. Please sign in today.")),
    "time_changed": (
        _("The dates have changed"),
        _("The dates of a case have changed. Sign in to see them."),
    ),
    "step_late": (_("A step is late"), _("A step of a case is late. Sign in to see which.")),
    "expert_reminded": (_("A case waits for you"), _("A case still waits for you. Sign in to see it.")),
    "account_changed": (
        _("Your account has changed"),
        _(
            "The ways to sign in to your account have changed. See what changed, and when. "
            "If it was not you, write to us at once."
        ),
    ),
    "has_account": (
        _("You already have an account"),
        _(
            "Somebody, perhaps you, wanted to make an account with this address. "
            "You have one already: sign in here. If it was not you, you need not do anything."
        ),
    ),
    "no_account": (
        _("There is no account for this address"),
        _(
            "Somebody, perhaps you, wanted to sign in with this address. There is no account for it. "
            "If it was you, try another address of yours, or make an account here. "
            "If it was not you, you need not do anything."
        ),
    ),
    "message": (_("You have a message"), _("There is a new message about your case.")),
}


def letter(template: str) -> Letter:
    """The words of a notice, in the active language; an unknown name is a fault of the program."""
    subject, body = LETTERS[template]
    return Letter(str(subject), str(body))
