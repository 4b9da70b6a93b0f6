"""The two ways in which the house says no. Pure: rules import it."""

from dataclasses import dataclass

from secunda.engines.words import Words


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done, in words for the person who asked.

    `code` names the reason for tests and audit; `says` is shown.
    """

    code: str
    says: Words


class Refused(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """An action was refused for an anticipated reason; a page says it, nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Hidden(Exception):  # noqa: N818
    """What was asked for does not exist for the person who asks. Always shown as 404, never as 403."""


def refuse_unless(refusal: Refusal | None) -> None:
    """Raise `Refused` when a rule gave a reason; rules return None where the thing may be done."""
    if refusal is not None:
        raise Refused(refusal)
