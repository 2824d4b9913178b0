"""Django's settings. What an installation may choose comes from its environment, and only there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

import evenhand.base.sqlite  # noqa: F401 - before anything opens a database
from evenhand.base.environment import read_environment
from evenhand.base.keys import key_named
from evenhand.base.logs import logging_in

ENVIRONMENT = read_environment()
WEB = Path(__file__).parent

DEBUG = ENVIRONMENT.debug
SECRET_KEY = key_named("secret", folder=ENVIRONMENT.keys_home)
ALLOWED_HOSTS = sorted({ENVIRONMENT.host, "127.0.0.1", "localhost", *ENVIRONMENT.hosts})
if ENVIRONMENT.demonstration:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "evenhand.base",
    "evenhand.audit",
    "evenhand.people",
    "evenhand.files",
    "evenhand.notices",
    "evenhand.register",
    "evenhand.customers",
    "evenhand.policies",
    "evenhand.disputes",
    "evenhand.insight",
    "evenhand.demo",
    "evenhand.web",
    "django.forms",  # behind ours, whose controls stand in for its own
]

MIDDLEWARE = [
    "evenhand.web.watching.Watch",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "evenhand.web.middleware.leave_no_trace",
    "evenhand.web.health.answer_probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "evenhand.web.middleware.speak_to_whoever_asks",
    "evenhand.web.errors.TellErrors",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "evenhand.web.middleware.note_activity",
    "evenhand.web.doors.on_shared_devices",
    "evenhand.web.doors.demand_factor",
    "evenhand.web.middleware.SignedInUnlessOpen",
    "evenhand.web.programs.once_for_programs",
    "axes.middleware.AxesMiddleware",
]

FORM_RENDERER = "evenhand.base.forms.Renderer"
ROOT_URLCONF = "evenhand.web.urls"
WSGI_APPLICATION = "evenhand.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "evenhand.web.frame.frame",
            ],
        },
    }
]

# ---- Database -----------------------------------------------------------------------------------

DATABASES = {"default": ENVIRONMENT.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        # In the database: a limit counted by each process for itself is no limit.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ---- Languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("vi", "Tiếng Việt")]
LOCALE_PATHS = [WEB.parent / "locale"]
FORMAT_MODULE_PATH = "evenhand.base.formats"
USE_TZ = True
TIME_ZONE = "UTC"

# ---- Who may come in ----------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "evenhand.people.passwords.OwnWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "evenhand.people.allauth.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}  # of codes; people/lock.py counts passwords
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.is_https else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False

MFA_ADAPTER = "evenhand.people.allauth.FactorAdapter"
MFA_FORMS = {
    "activate_totp": "evenhand.people.factors.ActivateTotp",
    "add_webauthn": "evenhand.people.factors.AddKey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Evenhand"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.is_https
USERSESSIONS_TRACK_ACTIVITY = True

SOCIALACCOUNT_ADAPTER = "evenhand.people.allauth.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # it takes away passwords; people/allauth.py matches
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
    }
}
if ENVIRONMENT.oidc_issuer:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "company",
            "name": ENVIRONMENT.oidc_name or _("Company account"),
            "client_id": ENVIRONMENT.oidc_client_id,
            "secret": ENVIRONMENT.oidc_client_secret,
            "settings": {"server_url": ENVIRONMENT.oidc_issuer},
        }
    ]

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "evenhand.people.lock.Lock"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "evenhand.people.lock.counted_as"
AXES_CLIENT_IP_CALLABLE = "evenhand.people.clients.counted_ip"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_LOCKOUT_CALLABLE = "evenhand.people.allauth.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "csrfmiddlewaretoken"]
PROXIES = ENVIRONMENT.proxies

# ---- What goes over the wire --------------------------------------------------------------------

_ORIGINS = [SELF]
if ENVIRONMENT.oidc_issuer:
    _issuer = urlsplit(ENVIRONMENT.oidc_issuer)
    _ORIGINS.append(f"{_issuer.scheme}://{_issuer.netloc}")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": _ORIGINS,
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENVIRONMENT.is_https:
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    if ENVIRONMENT.proxies:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
else:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.url]
CSRF_FAILURE_VIEW = "evenhand.web.errors.csrf_failed"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ---- Files and notices ---------------------------------------------------------------------------

FILE_UPLOAD_HANDLERS = ["evenhand.files.receiving.CountedUpload"]
REGISTER_SUBJECTS = ["evenhand.customers.names.names_of"]
"""Where those who are entered about are called by their names."""
KEEP_OWN_KEYS = ["/api/v1/register/entries"]
"""Operations that see to it themselves that what is sent again is done once."""
ERASURE_PLACES = [
    "evenhand.base.erasing.PLACES",
    "evenhand.files.erasing.PLACES",
    "evenhand.notices.erasing.PLACES",
    "evenhand.register.erasing.PLACES",
    "evenhand.customers.erasing.PLACES",
    "evenhand.disputes.erasing.PLACES",
]
"""Where each feature names the places in which customers may appear."""
AFTER_RESTORE = ["evenhand.customers.restored.after_restore"]
"""What is done to a database that was restored."""
NOTICE_KINDS = ["evenhand.notices.kinds.KINDS", "evenhand.register.kinds.KINDS"]
"""Where each feature names the kinds of notices that it sends."""

# ---- Mail and logs ------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if ENVIRONMENT.mail_url:
    _mail = urlsplit(ENVIRONMENT.mail_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and _mail.scheme != "smtp+plain"
    EMAIL_TIMEOUT = 20

LOGGING = logging_in(ENVIRONMENT.logs)

SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the proxy that ends TLS redirects to it
    "security.W021",  # HSTS preload binds a whole domain: that is for its owner to decide
    "security.W005",  # as above
]
