"""How allauth works in this house: letters by the outbox, words of ours, and an audit of what happens."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from secunda.foundation.accounts.actions import note_change, note_sign_in
from secunda.foundation.accounts.letters import code_letter
from secunda.foundation.accounts.queries import account_of
from secunda.foundation.outbox.post import notify, write

WRONG_CODE = _("This is not the code. Look at it again, or ask for a new one.")
TOO_MANY = _("That was tried too often. Wait a few minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts: e-mail and a one-time code, never a password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "email_taken": _("This address cannot be used. Try another one."),
        "account_inactive": _("This account is closed."),
    }

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,  # noqa: ARG002 - named by allauth
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - named by allauth
        extra_tags: str = "",  # noqa: ARG002 - named by allauth
        message: str | None = None,
    ) -> None:
        """Keep what went wrong; a page that comes next says by itself what went well."""
        if message and level >= messages.WARNING:
            messages.add_message(request, level, message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a letter about an account into the outbox."""
        at = timezone.now()
        if "code" in context:
            write(email, code_letter(context["code"]), at=at)
        else:
            known = template_prefix.endswith("account_already_exists")
            template, link = ("has_account", "account_login") if known else ("no_account", "account_signup")
            notify([None], template, at=at, service=None, link=reverse(link), address=email)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of an address that they have an account; allauth's own offers a new password."""
        self.send_mail("account/email/account_already_exists", email, {})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,  # noqa: ARG002 - named by allauth
        email: str | None = None,  # noqa: ARG002 - named by allauth
    ) -> None:
        """Audit a change of the ways to sign in, and tell the owner: allauth calls this for each of them."""
        note_change(template_prefix.rpartition("/")[2], by=account_of(user), at=timezone.now())

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        """Audit the sign-in, with the proofs that were given."""
        proofs = [str(record["method"]) for record in get_authentication_records(request, user)]
        note_sign_in(
            "+".join(dict.fromkeys(proofs)),
            by=account_of(user),
            at=timezone.now(),
            language=get_language() or "",
        )
        answer: HttpResponse = super().post_login(request, user, **how)
        return answer

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        """The ways to prove oneself again, in our words."""
        words = {
            "mfa_reauthenticate": _("Use your authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        ours = [each | {"description": words[each["id"]]} for each in found if each["id"] in words]
        # Recovery codes are for the day on which the key is lost: who has no app is asked for the key first.
        by_code = Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP).exists()
        return ours if by_code else ours[::-1]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: an authenticator app, passkeys, recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not right. Use the code or key that you have now."),
        "unverified_email": _("Prove your e-mail address first: sign out, then sign in with a code."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 - allauth's name
        """What a new passkey is called until its owner says otherwise."""
        held = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Passkey %(number)d")) % {"number": held + 1}

    def _get_site_name(self) -> str:
        return "Secunda"


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by the operator's own provider: for people who already have an account here."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ARG002
        """Count the address of a known account as proved where the provider vouches for it."""
        if not sociallogin.is_existing:
            return
        email = account_of(sociallogin.user).email
        if any(one.verified and one.email.lower() == email for one in sociallogin.email_addresses):
            EmailAddress.objects.update_or_create(
                user_id=sociallogin.user.pk, email=email, defaults={"verified": True, "primary": True}
            )

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """No: the provider proves who somebody is; it gives nobody an account."""
        return False
