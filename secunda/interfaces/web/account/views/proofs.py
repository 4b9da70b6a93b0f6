"""allauth's pages on which a proof is given, with a trace of those that were wrong."""

from typing import Any

from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.views import ConfirmEmailVerificationCodeView, ConfirmLoginCodeView
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from secunda.foundation.accounts.actions import note_failed_sign_in
from secunda.foundation.accounts.queries import account_of
from secunda.interfaces.web.design.access import Visit, public, signed_in

WRONG_KEY = _("This passkey is not known here. Use another one, or another way.")


class Traced:
    """A page on which a wrong proof leaves a trace: of which kind, and on whose account it was tried."""

    how = "code"

    def tried_on(self) -> object:
        """Whose account it was tried on; None where nobody can say."""
        raise NotImplementedError

    def form_invalid(self, form: Any) -> HttpResponse:
        """Record the wrong proof, then show the page again."""
        tried_on = self.tried_on()
        account = account_of(tried_on) if tried_on is not None else None
        note_failed_sign_in(account, self.how, by=None, at=timezone.now())
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return answer


class LoginCode(Traced, ConfirmLoginCodeView):  # type: ignore[misc]
    """The code that signs in."""

    def tried_on(self) -> object:
        """The account whose address asked for a code."""
        return self._process.user

    def form_valid(self, form: Any) -> HttpResponse:
        """Count the address as proved, for accounts that somebody else made: a code came back from it."""
        if self._action == "verify":
            sync_user_email_address(self._process.user)
        answer: HttpResponse = super().form_valid(form)
        return answer


class AddressCode(Traced, ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    """The code that proves a new address."""

    def tried_on(self) -> object:
        """The new account."""
        return self._process.user


class SecondFactor(Traced, AuthenticateView):  # type: ignore[misc]
    """The second factor, right after the first."""

    how = "mfa"

    def tried_on(self) -> object:
        """The account that has given its first proof."""
        return self.stage.login.user


class ProveAgain(Traced, ReauthenticateView):  # type: ignore[misc]
    """The second factor once more, before something that matters."""

    how = "mfa"

    def tried_on(self) -> object:
        """The account that is signed in."""
        return self.request.user


class ProveAgainByKey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey once more, before something that matters."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002 - named by allauth
        """Record the wrong key, and ask again; allauth would show the sign-in page."""
        account = account_of(self.request.user)
        note_failed_sign_in(account, "passkey", by=None, at=timezone.now())
        messages.error(self.request, WRONG_KEY)
        return redirect(self.passthrough_next_url(self.request.path))


class PasskeySignIn(Traced, LoginWebAuthnView):  # type: ignore[misc]
    """A passkey alone."""

    how = "passkey"

    def tried_on(self) -> object:
        """Nobody: a key that is not known belongs to no account."""
        return None


login_code = public(LoginCode.as_view())
address_code = public(AddressCode.as_view())
second_factor = public(SecondFactor.as_view())
passkey_sign_in = public(PasskeySignIn.as_view())


@signed_in
def prove_again_by_key(request: HttpRequest, visit: Visit) -> HttpResponseBase:  # noqa: ARG001
    """Ask for a passkey again."""
    answer: HttpResponseBase = ProveAgainByKey.as_view()(request)
    return answer


@signed_in
def prove_again(request: HttpRequest, visit: Visit) -> HttpResponseBase:  # noqa: ARG001
    """Ask for the second factor again."""
    answer: HttpResponseBase = ProveAgain.as_view()(request)
    return answer
