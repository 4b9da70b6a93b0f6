"""What people do about danger: answer the red flags, raise an alert, take it, say whom they reached."""

from secunda.journey.safety.actions.alerts import (
    Call,
    Found,
    acknowledge_alert,
    note_call,
    raise_alert,
    raise_finding,
    settle_alert,
)
from secunda.journey.safety.actions.signs import (
    Screen,
    answer_with_danger,
    check_red_flags,
    come_back,
    screen_visitor,
)
from secunda.journey.safety.work import Danger

__all__ = [
    "Call",
    "Danger",
    "Found",
    "Screen",
    "acknowledge_alert",
    "answer_with_danger",
    "check_red_flags",
    "come_back",
    "note_call",
    "raise_alert",
    "raise_finding",
    "screen_visitor",
    "settle_alert",
]
