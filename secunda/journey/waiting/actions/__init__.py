"""What people do about time: answer the question of day 0, choose a way when it is short, stop the clock."""

from secunda.journey.waiting.actions.asking import answer_by_link, ask_team, write_down_answer
from secunda.journey.waiting.actions.choosing import end_measure, take_measure
from secunda.journey.waiting.actions.holding import put_on_hold, take_off_hold

__all__ = [
    "answer_by_link",
    "ask_team",
    "end_measure",
    "put_on_hold",
    "take_measure",
    "take_off_hold",
    "write_down_answer",
]
