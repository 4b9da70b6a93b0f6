"""What is said when bytes cannot be kept. Pure."""

from secunda.engines.words import say
from secunda.foundation.refusal import Refusal

NO_SPACE = Refusal(
    "no_space",
    say("We have no room for more files at the moment. What has arrived is kept. Please try again later."),
)
