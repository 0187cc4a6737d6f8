"""
The one settings file.

Without any environment but a secret key, everything runs in one process on SQLite. `DATABASE_URL` and
`REDIS_URL` move it to PostgreSQL and Redis; `BRIDGE_DEMO=1` makes a demonstration of it. Every variable is
explained in `.env.example`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from bridgebuilders.databases import database_at, database_in, with_password
from bridgebuilders.secret import demonstration_secret, secret

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env_file = Path(env.str("BRIDGE_ENV_FILE", str(BASE_DIR / ".env")))
if env_file.is_file():
    env.read_env(str(env_file))

# Before NumPy is loaded: a map is drawn in one thread. More gain nothing, and wait for each other.
env.ENVIRON.setdefault("OPENBLAS_NUM_THREADS", "1")

# What kind of installation this is

BRIDGE_DEMO = env.bool("BRIDGE_DEMO", False)
DEBUG = env.bool("DJANGO_DEBUG", False)
BRIDGE_HTTPS = env.bool("BRIDGE_HTTPS", not BRIDGE_DEMO and not DEBUG)
BRIDGE_HASHED_STATIC = env.bool("BRIDGE_HASHED_STATIC", not BRIDGE_DEMO and not DEBUG)
BRIDGE_METRICS_TOKEN = env.str("BRIDGE_METRICS_TOKEN", "")
BRIDGE_PRIVATE_NETWORK = env.bool("BRIDGE_PRIVATE_NETWORK", False)
BRIDGE_SECURITY_CONTACT = env.str("BRIDGE_SECURITY_CONTACT", "")
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", 1)
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()

SECRET_KEY = secret("SECRET_KEY") or secret("DJANGO_SECRET_KEY")
if not SECRET_KEY and BRIDGE_DEMO:
    SECRET_KEY = demonstration_secret(DATA_DIR / "demo-secret")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Bridgebuilders does not start without a secret key: set SECRET_KEY to a long random text that you "
        "keep (python3 -c 'import secrets; print(secrets.token_urlsafe(50))' makes one), "
        "or run `make demo` to try it out."
    )

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", default=LOCAL_HOSTS if BRIDGE_DEMO or DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])

# The application

INSTALLED_APPS = [
    "dialogue",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bridgebuilders.metrics.measure",
    "csp.middleware.CSPMiddleware",
    "dialogue.middleware.request_log",
    "dialogue.middleware.private_answers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dialogue.middleware.SignInRequired",
    "dialogue.middleware.own_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "bridgebuilders.urls"
ASGI_APPLICATION = "bridgebuilders.asgi.application"
WSGI_APPLICATION = "bridgebuilders.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bridgebuilders.context.installation",
            ],
        },
    }
]

# Data

DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = with_password(env.str("REDIS_URL", ""), secret("REDIS_PASSWORD"))

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": database_at(
        DATABASE_URL,
        password=secret("DATABASE_PASSWORD"),
        pool=env.int("BRIDGE_DATABASE_POOL", 0),
        direct=not env.bool("BRIDGE_DATABASE_POOLER", False),
    )
    if DATABASE_URL
    else database_in(DATA_DIR / "bridgebuilders.sqlite3")
}
if not DATABASE_URL:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# A Redis that hangs must not hold up those who wrote something: asking it takes a second at the most.
REDIS_PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": REDIS_PATIENCE,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {
            # Tried anew once, as after a restart of Redis, and not for seconds while an answer waits for it.
            "hosts": [
                {
                    "address": REDIS_URL,
                    "retry": Retry(NoBackoff(), 1),
                    "socket_connect_timeout": 1,
                    "health_check_interval": 15,
                }
            ],
            "prefix": "bridgebuilders",
        },
    }
    if REDIS_URL
    else {"BACKEND": "dialogue.live.LocalLayer"}
}

# Background work: rows are the truth, a queue only wakes workers, so messages carry ids alone and may be
# lost.

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "") or REDIS_URL or "memory://localhost//"
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_POOL_LIMIT = (
    100  # whoever waits for a connection waits behind those that a broker keeps waiting
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = env.int("BRIDGE_JOB_SECONDS", 120)
CELERY_TASK_SOFT_TIME_LIMIT = CELERY_TASK_TIME_LIMIT * 9 // 10
# Longer than any task: a queue that gave one out again while it runs would do so again and again.
CELERY_VISIBILITY_TIMEOUT = max(900, 3 * CELERY_TASK_TIME_LIMIT)
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, float] = (
    {"polling_interval": 0.1}
    if CELERY_BROKER_URL.startswith("memory:")
    else {
        "visibility_timeout": CELERY_VISIBILITY_TIMEOUT,
        # Without these two, the work of a killed worker comes back only after a hundred seconds.
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "health_check_interval": 20,
    }
)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "take up what a queue forgot": {"task": "dialogue.sweep", "schedule": 10, "options": {"expires": 10}},
    "delete what is past its time": {"task": "dialogue.tidy", "schedule": 300, "options": {"expires": 300}},
}

# Sign-in: a one-time code by e-mail, no passwords, no sign-up

AUTH_USER_MODEL = "dialogue.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "bridgebuilders.sign_in.SignInAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "bridgebuilders.sign_in.RequestCodeForm",
    "confirm_login_code": "bridgebuilders.sign_in.ConfirmCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
# An unknown address gets a letter too: otherwise the time of the answer, or a broken mail server, would tell
# who is known.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("BRIDGE_TRUSTED_PROXIES", 0)

EMAIL_URL = secret("EMAIL_URL", "consolemail://")
vars().update(env.email_url_config(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Bridgebuilders <bridgebuilders@localhost>")

# Protection

SECURE_SSL_REDIRECT = BRIDGE_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BRIDGE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("BRIDGE_HSTS_WHOLE_DOMAIN", False)
# Neighbouring subdomains and the browsers' preload list belong to whoever owns the domain, so both are a
# decision there.
# (auth.W004: addresses are unique whatever their case, by a constraint that this check does not understand.)
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W005", "security.W021"]
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer would make browsers send `Origin: null` with forms
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False
SESSION_COOKIE_NAME = "__Host-sessionid" if BRIDGE_HTTPS else "sessionid"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = BRIDGE_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrftoken" if BRIDGE_HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = BRIDGE_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "bridgebuilders.errors.csrf_failure"
LANGUAGE_COOKIE_SECURE = BRIDGE_HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
ADMINS: list[tuple[str, str]] = []  # error letters would carry what people wrote

# Addresses outside that organisers may have told what happens: none, unless the installation lists their
# hosts (`host`, or `host:port` where the port is not the usual one).
BRIDGE_WEBHOOK_HOSTS = [host.lower() for host in env.list("BRIDGE_WEBHOOK_HOSTS", default=[])]

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "dialogue" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: carried by the wheel and the checkout, served by the process itself

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static" if BRIDGE_HASHED_STATIC else None
# Files under their plain names may change while they are served, so they are looked up anew each time.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not BRIDGE_HASHED_STATIC
WHITENOISE_MAX_AGE = 60 if BRIDGE_HASHED_STATIC else 0
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage."
        + ("ManifestStaticFilesStorage" if BRIDGE_HASHED_STATIC else "StaticFilesStorage")
    },
}

# The API

REST_FRAMEWORK = {
    # The token first: who shows one means it, and is never let in as somebody else.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "dialogue.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["dialogue.api.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "dialogue.api.schema.ReadingSchema",
    "EXCEPTION_HANDLER": "dialogue.api.problems.answer_problem",
    # `format` would be a second way to choose what the Accept header chooses.
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Bridgebuilders",
    "DESCRIPTION": "What the pages show and let do, to the same person, as data.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "OAS_VERSION": "3.1.0",
    "ENUM_NAME_OVERRIDES": {
        "AttributionEnum": "dialogue.enums.Attribution",
        "ConditionStateEnum": "dialogue.enums.ConditionState",
        "LanguageEnum": "dialogue.enums.Language",
        "LevelEnum": "dialogue.enums.LevelChoice",
        "PositionKindEnum": "dialogue.enums.PositionKind",
        "SessionStateEnum": "dialogue.enums.SessionState",
        "SponsorshipStateEnum": "dialogue.enums.SponsorshipState",
        "StanceEnum": "dialogue.enums.StanceChoice",
        "TagGroupEnum": "dialogue.enums.TagGroup",
        "ThreadFormEnum": "dialogue.enums.ThreadForm",
    },
}

# Logs: one line of JSON each, and nothing in it by which a person could be found

LOG_LEVEL = env.str("LOG_LEVEL", "WARNING" if BRIDGE_DEMO else "INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"personless": {"()": "bridgebuilders.logs.PersonlessFormatter"}},
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "personless"}},
    "root": {
        "handlers": ["stream"],
        "level": LOG_LEVEL,
    },
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Refusals are in the request log by route; these loggers would tell them again with the path.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        # What it would tell of each task, job rows and our own lines tell better.
        "celery": {"level": "WARNING"},
        "uvicorn": {"handlers": [], "propagate": True},
        "uvicorn.error": {"level": "WARNING"},
        "uvicorn.access": {"handlers": [], "propagate": False},
    },
}
BRIDGE_JOB_PATIENCE = timedelta(seconds=60)
