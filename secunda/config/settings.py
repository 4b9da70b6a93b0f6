"""Every setting, from the environment only; the defaults suit a laptop (docs/reference/settings.md)."""

from pathlib import Path

from django.utils.csp import CSP

from secunda.config import environment

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "secunda"

# --- where things are ---------------------------------------------------------

SECUNDA_DATA = environment.folder("SECUNDA_DATA", CHECKOUT / "var")
SECUNDA_BLOBS = environment.store("SECUNDA_BLOBS", f"file://{SECUNDA_DATA}/blobs")
SECUNDA_SPOOL = environment.folder("SECUNDA_SPOOL", SECUNDA_DATA / "spool")
SECUNDA_ANCHORS = environment.folder("SECUNDA_ANCHORS", SECUNDA_DATA / "anchors")
SECUNDA_CLINICAL = environment.folder("SECUNDA_CLINICAL", CHECKOUT / "clinical")
SECUNDA_TRIALS = environment.folder("SECUNDA_TRIALS", SECUNDA_DATA / "trials.yaml")
SECUNDA_TERMS = environment.folder("SECUNDA_TERMS", SECUNDA_DATA / "hp.obo")
SECUNDA_TESSDATA = environment.folder("SECUNDA_TESSDATA", CHECKOUT / "var" / "tessdata")
SECUNDA_VIEWER = environment.folder("SECUNDA_VIEWER", CHECKOUT / "var" / "viewer")
SECUNDA_ORIGIN, SECUNDA_HOST, HTTPS = environment.origin("SECUNDA_ORIGIN", "http://127.0.0.1:8000")
SECUNDA_MAIL = environment.mail("SECUNDA_MAIL", f"file://{SECUNDA_DATA}/mail")
SECUNDA_MAIL_FROM = environment.sender("SECUNDA_MAIL_FROM", f"Secunda <no-reply@{SECUNDA_HOST}>")

# Whom to believe that they pass on requests of others: the proxy in front.
SECUNDA_PROXIES = environment.addresses("SECUNDA_PROXIES", "127.0.0.1")

# --- what is allowed ------------------------------------------------------------

SECUNDA_DEMO = environment.flag("SECUNDA_DEMO", default=False)
# Draft content has no clinical approval: without this, real patients are refused while any of it is a draft.
SECUNDA_ACCEPT_DRAFT_CONTENT = environment.flag("SECUNDA_ACCEPT_DRAFT_CONTENT", default=False)
SECUNDA_MAX_FILE_BYTES = environment.number("SECUNDA_MAX_FILE_BYTES", 8 * 1024**3, least=1)
SECUNDA_MAX_CASE_BYTES = environment.number("SECUNDA_MAX_CASE_BYTES", 40 * 1024**3, least=1)
SECUNDA_MAX_CASE_FILES = environment.number("SECUNDA_MAX_CASE_FILES", 250_000)
SECUNDA_KEEP_FREE_BYTES = environment.number("SECUNDA_KEEP_FREE_BYTES", 512 * 1024**2)
SECUNDA_UPLOAD_DAYS = environment.number("SECUNDA_UPLOAD_DAYS", 14)
SECUNDA_CLAMD = environment.daemon("SECUNDA_CLAMD")
# A SMART Health Link is followed when the family says so, and never into our own network but to these hosts.
SECUNDA_HEALTH_LINKS = environment.flag("SECUNDA_HEALTH_LINKS", default=True)
SECUNDA_LINKS_INSIDE = frozenset(environment.text("SECUNDA_LINKS_INSIDE", "").split())
SECUNDA_LEASE_SECONDS = environment.number("SECUNDA_LEASE_SECONDS", 120, least=1)

# --- Django ---------------------------------------------------------------------

SECRET_KEY = environment.secret("SECUNDA_SECRET_KEY", keep_in=SECUNDA_DATA)
DEBUG = False
ALLOWED_HOSTS = [SECUNDA_HOST, "127.0.0.1", "localhost"] if not HTTPS else [SECUNDA_HOST]
CSRF_TRUSTED_ORIGINS = [SECUNDA_ORIGIN]
DATABASES = {"default": environment.database("SECUNDA_DATABASE_URL", SECUNDA_DATA / "secunda.sqlite3")}
# Tries to sign in are counted, and used codes remembered, for all server processes together. The cache drops
# entries at random when it is full, so it must not become full: what is over is removed every day.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "work_shared",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "secunda.config.urls"
ASGI_APPLICATION = "secunda.config.asgi.application"
AUTH_USER_MODEL = "people.Account"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_linear_migrations",
    "secunda.foundation.language",
    "secunda.foundation.people",
    "secunda.foundation.audit",
    "secunda.foundation.content",
    "secunda.foundation.vault",
    "secunda.foundation.outbox",
    "secunda.foundation.work",
    "secunda.journey.cases",
    "secunda.journey.safety",
    "secunda.journey.messages",
    "secunda.journey.imaging",
    "secunda.journey.records",
    "secunda.journey.waiting",
    "secunda.journey.matching",
    "secunda.journey.opinions",
    "secunda.journey.decisions",
    "secunda.interfaces.web.design",
]

MIDDLEWARE = [
    "secunda.interfaces.web.design.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "secunda.interfaces.web.design.middleware.ReaderLanguage",
    "secunda.interfaces.web.design.middleware.ReaderTimeZone",
    "secunda.interfaces.web.design.middleware.Refusals",
]

ROLE_PAGES = ["design", "public", "patient", "coordinator", "reviewer", "doctor", "director", "account"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "interfaces" / "web" / role / "templates" for role in ROLE_PAGES],
        "OPTIONS": {"environment": "secunda.interfaces.web.design.environment.environment"},
    },
    {
        # allauth's views find ours by name in the first engine; this one draws what is left, such as widgets.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# --- accounts -------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_ADAPTER = "secunda.interfaces.web.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "secunda.interfaces.web.account.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "secunda.interfaces.web.account.forms.SecondFactorForm",
    "reauthenticate": "secunda.interfaces.web.account.forms.ProveAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Secunda"
# A code may be a moment late: phones' clocks differ, and people type slowly (RFC 6238 §5.2).
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "public:home"

SECUNDA_OIDC = environment.provider(
    "SECUNDA_OIDC_ISSUER", "SECUNDA_OIDC_CLIENT_ID", "SECUNDA_OIDC_CLIENT_SECRET"
)
SECUNDA_OIDC_NAME = environment.text("SECUNDA_OIDC_NAME", "your organisation")
SOCIALACCOUNT_ADAPTER = "secunda.interfaces.web.account.adapter.OrganisationAdapter"
# The provider is the operator's own: an address that it calls verified is believed.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "organisation",
                    "name": SECUNDA_OIDC_NAME,
                    "client_id": SECUNDA_OIDC.client_id,
                    "secret": SECUNDA_OIDC.client_secret,
                    "settings": {"server_url": SECUNDA_OIDC.issuer},
                }
            ],
        }
    }
    if SECUNDA_OIDC
    else {}
)

# --- security -------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    # Browsers hold the redirect after a form to this too, so the way to the operator's sign-in must be named.
    "form-action": [CSP.SELF, *([SECUNDA_OIDC.origin] if SECUNDA_OIDC else [])],
    "frame-ancestors": [CSP.SELF],
}
SESSION_COOKIE_NAME = "secunda_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "secunda.interfaces.web.public.views.faults.too_old"
SECURE_SSL_REDIRECT = HTTPS
# Asked by machines that stand beside this one, without the proxy.
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^ready$"]
# Believed only where a proxy that speaks TLS is set up: anybody can send the header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_NUMBER_FILES = 2000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_TEMP_DIR = None

# --- language, time, files ------------------------------------------------------

LANGUAGE_CODE = "en-gb"
# Each by its own name. It is offered once `secunda/locale` has a catalogue (docs/how-to/add-a-language.md).
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_NAME = "secunda_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
# No collecting of static files: WhiteNoise finds them where they stand, beside their pages.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# --- logs: structured, without personal data ------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "secunda.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "secunda": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
        "uvicorn.access": {"handlers": [], "propagate": False},
    },
}
