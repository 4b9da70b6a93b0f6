"""So many of a hundred people, drawn and said."""

import re

import pytest

from secunda.interfaces.web.design.icon_array import icon_array, of_100


def test_as_many_are_full_as_are_counted_from_the_bottom_left() -> None:
    drawn = icon_array(11, "Eleven")
    full = re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="[\d.]+" fill="currentColor"', drawn)
    assert (len(full), drawn.count("<circle")) == (11, 100)
    assert {height for _, height in full[:10]} == {"95.0"}
    assert full[10] == ("5.0", "85.0")


def test_the_words_say_what_is_counted_and_how_many_are_not() -> None:
    said = of_100(11.0, "Had a problem during surgery", harm=True)
    words = "Had a problem during surgery: this is so for about 11 out of 100 people, and not for about 89."
    assert f'aria-label="{words}"' in said
    assert f"<figcaption>{words}</figcaption>" in said
    assert "about 11 are harmed. About 89 are not." in of_100(11, harm=True)
    assert "about 97 are helped. About 3 are not." in of_100(97)


@pytest.mark.parametrize("count", [-1, 101])
def test_what_is_no_count_of_a_hundred_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="0 to 100"):
        icon_array(count, "")
