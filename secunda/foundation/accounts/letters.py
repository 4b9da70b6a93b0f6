"""The one letter with words of its own: the code that somebody asked for."""

from django.utils.translation import gettext as _

from secunda.foundation.outbox.letters import Letter


def code_letter(code: str) -> Letter:
    """The code that signs somebody in, or proves a new address."""
    return Letter(
        _("Your code for Secunda"),
        _(
            "Your code is:\n\n%(code)s\n\n"
            "Type it into the page that asked for it. Do not give it to anybody: we never ask for it.\n\n"
            "If you did not ask for a code, you need not do anything."
        )
        % {"code": code},
    )
