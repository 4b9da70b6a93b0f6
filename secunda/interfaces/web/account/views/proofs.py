"""allauth's pages on which a proof is given, with a trace of those that were wrong."""

from typing import Any

from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.views import ConfirmEmailVerificationCodeView, ConfirmLoginCodeView
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from secunda.foundation.accounts.actions import note_failed_sign_in
from secunda.foundation.accounts.queries import account_of
from secunda.interfaces.web.design.access import Visit, public, signed_in


class LoginCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """The code that signs in."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Count the address as proved, for accounts that somebody else made: a code came back from it."""
        if self._action == "verify":
            sync_user_email_address(self._process.user)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count the wrong code."""
        _note(self._process.user, "code")
        return super().form_invalid(form)


class AddressCode(ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    """The code that proves a new address."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count the wrong code; another address that cannot be used is no failed proof."""
        if self._action == "verify":
            _note(self._process.user, "code")
        return super().form_invalid(form)


class SecondFactor(AuthenticateView):  # type: ignore[misc]
    """The second factor, right after the first."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count the wrong code or key."""
        _note(self.stage.login.user, "mfa")
        return super().form_invalid(form)


class ProveAgain(ReauthenticateView):  # type: ignore[misc]
    """The second factor once more, before something that matters."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count the wrong code."""
        _note(self.request.user, "mfa")
        return super().form_invalid(form)


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """A passkey alone."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count the key that was not known; whose it was meant to be, nobody can say."""
        _note(None, "passkey")
        return super().form_invalid(form)


login_code = public(LoginCode.as_view())
address_code = public(AddressCode.as_view())
second_factor = public(SecondFactor.as_view())
passkey_sign_in = public(PasskeySignIn.as_view())


@signed_in
def prove_again(request: HttpRequest, visit: Visit) -> HttpResponseBase:  # noqa: ARG001
    """Ask for the second factor again."""
    return ProveAgain.as_view()(request)


def _note(user: object, how: str) -> None:
    account = account_of(user) if user is not None else None
    note_failed_sign_in(account, how, by=None, at=timezone.now())
