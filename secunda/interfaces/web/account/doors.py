"""allauth's addresses, under our own names for them. What is not listed here cannot be reached."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.urls import URLPattern, path

from secunda.interfaces.web.account.views import own, proofs
from secunda.interfaces.web.design.access import public

urlpatterns: list[URLPattern] = [
    path("account/sign-in/", public(account.login), name="account_login"),
    # A code is asked for on the sign-in page itself; allauth knows it by a second name.
    path("account/sign-in/", public(account.login), name="account_request_login_code"),
    path("account/sign-in/code/", proofs.login_code, name="account_confirm_login_code"),
    path("account/sign-in/proof/", proofs.second_factor, name="mfa_authenticate"),
    path("account/sign-in/passkey/", proofs.passkey_sign_in, name="mfa_login_webauthn"),
    path("account/sign-up/", public(account.signup), name="account_signup"),
    path("account/sign-up/code/", proofs.address_code, name="account_email_verification_sent"),
    path("account/sign-out/", public(account.logout), name="account_logout"),
    path("account/closed/", public(account.account_inactive), name="account_inactive"),
    path("account/settings/", own.settings_page, name="account_email"),
    path("account/security/", mfa.index, name="mfa_index"),
    path("account/security/proof/", proofs.prove_again, name="mfa_reauthenticate"),
    path("account/security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/security/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/security/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/security/recovery-codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/security/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/security/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(
        "account/security/passkeys/proof/",
        proofs.prove_again_by_key,
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/security/passkeys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/security/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]

if settings.SECUNDA_OIDC:
    urlpatterns += [
        path("account/with/<slug:provider_id>/", openid.login, name="openid_connect_login"),
        path("account/with/<slug:provider_id>/back/", openid.callback, name="openid_connect_callback"),
        path("account/with/", social.login_error, name="socialaccount_login_error"),
        path("account/with/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    ]
