"""Ids of rows that are written by the thousand."""

import time
import uuid
from itertools import pairwise

from secunda.foundation.ids import in_time_order


def test_ids_are_of_version_seven_and_say_when_they_were_made() -> None:
    before = time.time_ns() // 1_000_000
    made = in_time_order()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_of_later_milliseconds_stand_behind_and_none_comes_twice() -> None:
    groups = []
    for _ in range(5):
        groups.append([in_time_order() for _ in range(1000)])
        time.sleep(0.002)
    assert all(max(one) < min(other) for one, other in pairwise(groups))
    assert len({name for group in groups for name in group}) == 5000
