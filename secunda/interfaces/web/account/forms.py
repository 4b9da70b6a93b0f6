"""allauth's forms for the second factor, held to what a one-time code promises."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache


class Once:
    """A code is taken once for as long as it is valid, by whichever server process (RFC 6238 §5.2).

    allauth remembers a used code for one period; with a tolerance it is valid for longer.
    """

    user: Any

    def clean_code(self) -> str:
        """Refuse a code that was used before."""
        code: str = super().clean_code()  # type: ignore[misc]
        valid = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"proof:{self.user.pk}:{normalize_user_code(code)}", "used", timeout=valid):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(Once, AuthenticateForm):  # type: ignore[misc]
    """The second factor, right after the first."""


class ProveAgainForm(Once, ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more, before something that matters."""
