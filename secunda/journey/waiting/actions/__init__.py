"""What people do about time: answer the question of day 0, choose a way when it is short, stop the clock, and
hold a case to corrected content."""

from secunda.journey.waiting.actions.asking import answer_by_link, ask_team, write_down_answer
from secunda.journey.waiting.actions.choosing import end_measure, take_measure
from secunda.journey.waiting.actions.holding import put_on_hold, take_off_hold
from secunda.journey.waiting.actions.moving import move_content

__all__ = [
    "answer_by_link",
    "ask_team",
    "end_measure",
    "move_content",
    "put_on_hold",
    "take_measure",
    "take_off_hold",
    "write_down_answer",
]
