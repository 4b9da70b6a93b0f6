"""What people do to a case itself."""

from secunda.journey.cases.actions.confirming import Taken, confirm_first_items
from secunda.journey.cases.actions.consenting import Agreed, give_consent, withdraw_consent
from secunda.journey.cases.actions.inviting import INVITATION_LASTS, accept_invitation, invite_doctor
from secunda.journey.cases.actions.leaving import leave
from secunda.journey.cases.actions.opening import (
    FirstView,
    Opening,
    Told,
    answer_questions,
    ask_questions,
    describe_patient,
    open_case,
    tell_first_opinion,
)

__all__ = [
    "INVITATION_LASTS",
    "Agreed",
    "FirstView",
    "Opening",
    "Taken",
    "Told",
    "accept_invitation",
    "answer_questions",
    "ask_questions",
    "confirm_first_items",
    "describe_patient",
    "give_consent",
    "invite_doctor",
    "leave",
    "open_case",
    "tell_first_opinion",
    "withdraw_consent",
]
