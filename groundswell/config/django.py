"""Django's settings, made from ours."""

from pathlib import Path

from groundswell.config.database import database_of
from groundswell.config.settings import read_settings, secret_key_of

GROUNDSWELL = read_settings()
PACKAGE = Path(__file__).resolve().parents[1]

SECRET_KEY = secret_key_of(GROUNDSWELL)
DEBUG = GROUNDSWELL.debug
DEMO = GROUNDSWELL.demo
ALLOWED_HOSTS = list(GROUNDSWELL.hosts)
DATABASES = {"default": database_of(GROUNDSWELL.database_url, GROUNDSWELL.home)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "groundswell.config.urls"
WSGI_APPLICATION = "groundswell.config.wsgi.application"

APPS = [
    "audit",
    "accounts",
    "jobs",
    "privacy",
    "places",
    "elections",
    "people",
    "events",
    "dispatch",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_vite",
    "django_tasks",
    "django_q",
    *(f"groundswell.apps.{name}" for name in APPS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Bundles lie packed beside themselves; what isn't packed yet is packed on the way out.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "groundswell.apps.accounts.middleware.AccessMiddleware",
    "groundswell.apps.accounts.middleware.ErrorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "groundswell.config.page.page",
            ],
        },
    }
]

# What is larger than memory holds is dropped, but in the view that takes lists (people/uploads.py).
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Files that never change under one name: built by Vite, or shipped by a library.
STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/dist/assets/.+$"
MANIFEST = PACKAGE / "static/groundswell/dist/manifest.json"
DJANGO_VITE = {
    "default": {
        "manifest_path": MANIFEST,
        "static_url_prefix": "groundswell/dist",
    }
}

# Who you are: a code by e-mail, no passwords to lose.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "groundswell.apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # there is no form to sign up with
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Limits for each account and each network stand in the library; its own are tight enough.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if GROUNDSWELL.https else 0

# The second factor: a passkey or an app; recovery codes for the day on which both are lost.
MFA_ADAPTER = "groundswell.apps.accounts.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Groundswell"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not GROUNDSWELL.https  # then only this machine is served

# Links for one shift: used once, within a quarter of an hour.
SESAME_TOKENS = ["sesame.tokens_v2"]
SESAME_MAX_AGE = 15 * 60
SESAME_ONE_TIME = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# What a browser may do with our pages.
SECURE_SSL_REDIRECT = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
if GROUNDSWELL.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Long work: written to Django's task API, carried by django-q2 (docs/decisions/0003).
TASKS = {"default": {"BACKEND": "groundswell.apps.jobs.backend.Q2Backend", "QUEUES": ["default"]}}
Q_CLUSTER = {
    "name": "groundswell",
    "orm": "default",
    "workers": GROUNDSWELL.task_workers,
    "timeout": 1800,
    "retry": 1900,
    "max_attempts": 3,
    "poll": 0.2,
    "queue_limit": 4,
    "catch_up": False,
    "ack_failures": True,
    "log_level": "WARNING",
    "save_limit": 1000,
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

LANGUAGE_CODE = GROUNDSWELL.language
# Only what has a catalogue: otherwise a page would be half in the reader's language.
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = GROUNDSWELL.time_zone
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

DEFAULT_FROM_EMAIL = GROUNDSWELL.mail_from
if GROUNDSWELL.smtp_host:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = GROUNDSWELL.smtp_host
    EMAIL_PORT = GROUNDSWELL.smtp_port
    EMAIL_HOST_USER = GROUNDSWELL.smtp_user
    EMAIL_HOST_PASSWORD = GROUNDSWELL.smtp_password
    EMAIL_USE_TLS = True
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # TLS ends at the front server, which redirects
