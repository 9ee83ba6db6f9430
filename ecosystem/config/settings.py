"""Settings: everything that differs between machines comes from the environment (docs/deploy.md lists it)."""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from xstatic.pkg import leaflet

from ecosystem.config.api import KNOX_TOKEN_MODEL, MIGRATION_MODULES, REST_KNOX, SPECTACULAR_SETTINGS, rest_framework  # noqa: F401
from ecosystem.ui import fonts

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
VAR_DIR = Path(env.str("ESCALE_VAR", default=str(BASE_DIR / "var")))

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random string, or DEBUG=1 on a development machine.")

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "127.0.0.1"
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE_HOST, "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if IS_HTTPS else 0)
"""How many addresses at the end of X-Forwarded-For were written by proxies of ours; with 0 the header is ignored."""

ESCALE_NAME = env.str("ESCALE_NAME", default="Escale")
ESCALE_ASSOCIATION = env.str("ESCALE_ASSOCIATION", default="French Tech Aix‑Marseille")
ESCALE_REGION = {  # with its preposition, since « du Jura » and « d’Aix » differ
    "fr": env.str("ESCALE_REGION", default="d’Aix‑Marseille"),
    "en": env.str("ESCALE_REGION_EN", default="in Aix‑Marseille"),
}
FRESHNESS_MONTHS = env.int("FRESHNESS_MONTHS", default=6)  # then a listing is to be confirmed; twice as many: hidden
MOST_OPEN_NEEDS = env.int("MOST_OPEN_NEEDS", default=5)  # of one startup at a time, so that a round serves everybody
ESCALE_CONTACT = env.str("ESCALE_CONTACT", default="equipe@escale.example")

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose classes it wraps
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "ecosystem.accounts",  # before allauth, whose pages it redraws
    "allauth",
    "ecosystem.accounts.libraries.AddressesConfig",
    "ecosystem.accounts.libraries.SecondFactorConfig",
    "ecosystem.accounts.libraries.DevicesConfig",
    "csp",
    "django_celery_beat",
    "django_countries",
    "django_filters",
    "django_fsm",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "health_check",
    "knox",
    "rest_framework",
    "template_partials",
    "ecosystem.core",
    "ecosystem.ui",
    "ecosystem.search",
    "ecosystem.directory",
    "startups",
    "mentors",
    "funders",
    "ecosystem.tradeshows",
    "ecosystem.engagements",
    "ecosystem.matching",
    "ecosystem.home",
    "ecosystem.api",
    "ecosystem.curation",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ecosystem.home.caching.KeptPages",
    "ecosystem.ui.middleware.SaidSize",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ecosystem.accounts.middleware.ReadsAsSomebody",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ecosystem.ui.middleware.SaidRefusal",
]
if DEBUG and not env.bool("TECHNICAL_404", default=False):
    MIDDLEWARE.append("ecosystem.ui.middleware.FriendlyNotFound")

ROOT_URLCONF = "ecosystem.config.urls"
WSGI_APPLICATION = "ecosystem.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "ecosystem.ui.forms.EscaleRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ecosystem.ui.context.ui",
            ],
        },
    }
]

# Data: SQLite by default (WAL, BEGIN IMMEDIATE), PostgreSQL by DATABASE_URL.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'escale.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHE_URL = env.str("CACHE_URL", default="")
CACHES = {"default": env.cache_url_config(CACHE_URL or "locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 5_000}  # rows of lists among them, some kilobytes each
SEARCH_INDEX_DIR = Path(env.str("SEARCH_INDEX_DIR", default=str(VAR_DIR / "search")))
OPEN_DATA_DIR = Path(env.str("OPEN_DATA_DIR", default=str(VAR_DIR / "open-data")))
CARDS_ROOT = VAR_DIR / "cards"
"""Social cards that were drawn already: derived data, that may be emptied at any time."""

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:space"
LOGOUT_REDIRECT_URL = "home:index"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # no password at sign-up: chosen later, by who wants one
ACCOUNT_SIGNUP_FORM_CLASS = "ecosystem.accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "ecosystem.accounts.sign_in.SignInForm",
    "signup": "ecosystem.accounts.sign_in.SignUpForm",
}
ACCOUNT_ADAPTER = "ecosystem.accounts.adapter.AccountAdapter"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_NOTIFICATIONS = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "ecosystem.accounts.second_factor.SecondFactorAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# Language and time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "ecosystem" / "config" / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fr", "en")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
COUNTRIES_FIRST = ["FR"]
COUNTRIES_OVERRIDE = {
    "US": _("États-Unis"),
    "CI": _("Côte d’Ivoire"),
    "IO": _("Territoire britannique de l’océan Indien"),
}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [("fonts/hanken-grotesk", fonts.directory()), ("leaflet", leaflet.BASE_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "ecosystem.ui.static_files.GatheredStaticFiles"
    },
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = "/media/"
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(VAR_DIR / "private")))
# The State's company register is asked for a SIREN only where this is on; off, the form simply stays open.
SIREN_LOOKUP = env.str("SIREN_LOOKUP", default="")
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # the columns of a file, a thousand at most, are confirmed in one form
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
IMPORT_UNDO_DAYS = env.int("IMPORT_UNDO_DAYS", default=30)  # an import can be undone so long, and its file is kept

# Mail
vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{ESCALE_NAME} <{ESCALE_CONTACT}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20  # seconds: a mail server that never answers holds no worker
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default=SITE_HOST)
MAIL_DIR = env.str("MAIL_DIR", default="")
if MAIL_DIR:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR

# Tasks: a broker by CELERY_BROKER_URL; without one, the same code runs at once in the same process.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": env.int("CELERY_VISIBILITY_TIMEOUT", default=3600),
    "unacked_restore_interval": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "max_retries": 0,  # a page that finds the broker down does not wait for it to come back
}
CELERY_TASK_PUBLISH_RETRY = False
# A round of so many pairs is shared between the workers, by chunks of about so many, 64 at most (0: never shared).
ROUND_SHARED_FROM_PAIRS = env.int("ROUND_SHARED_FROM_PAIRS", default=5_000_000 if CELERY_BROKER_URL else 0)
ROUND_CHUNK_PAIRS = env.int("ROUND_CHUNK_PAIRS", default=2_500_000)
ROUND_CHUNKS_AT_ONCE = env.int("ROUND_CHUNKS_AT_ONCE", default=8)  # no fewer than there are worker processes
ROUND_INPUTS_DAYS = env.int("ROUND_INPUTS_DAYS", default=365)  # inputs of a closed round stay so long, then go
MAIL_OFFICE_HOURS = env.bool("MAIL_OFFICE_HOURS", default=True)  # False: mails leave at night and on Sundays too
SENDING_WINDOW_MINUTES = env.int("SENDING_WINDOW_MINUTES", default=10)  # a confirmed sending can be undone so long
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "deliver queued mails": {"task": "ecosystem.core.tasks.deliver_queued_mails", "schedule": 60.0},
    "gather digests": {
        "task": "ecosystem.core.tasks.gather_digests",
        "schedule": crontab(minute="*/10", hour="8-18"),
    },
    "write the team's morning mails": {
        "task": "ecosystem.home.tasks.write_daily",
        "schedule": crontab(hour="8", minute="0"),
    },
    "write the monthly letter": {
        "task": "ecosystem.home.tasks.write_letter",
        "schedule": crontab(hour="9", minute="30"),
    },
    "count searches": {"task": "ecosystem.home.tasks.count_searches", "schedule": 60.0},
    "write the alerts on searches": {
        "task": "ecosystem.search.tasks.send_alerts",
        "schedule": crontab(hour="7", minute="40"),
    },
    "forget what was kept long enough": {
        "task": "ecosystem.home.tasks.forget_in_time",
        "schedule": crontab(hour="3", minute="50"),
    },
    "write the open files": {
        "task": "ecosystem.home.tasks.write_open_data",
        "schedule": crontab(hour="3", minute="20"),
    },
    "prune the runs of tasks": {
        "task": "ecosystem.core.tasks.prune_task_runs",
        "schedule": crontab(hour="4", minute="50"),
    },
    "prune the inputs of rounds": {
        "task": "ecosystem.matching.tasks.prune_inputs",
        "schedule": crontab(hour="4", minute="40"),
    },
    "watch imports": {"task": "ecosystem.curation.tasks.watch_imports", "schedule": 60.0},
    "prune the files of imports": {
        "task": "ecosystem.curation.tasks.prune_imports",
        "schedule": crontab(hour="4", minute="20"),
    },
    "watch rounds": {"task": "ecosystem.matching.tasks.watch_rounds", "schedule": 20.0},
    "let confirmed sendings leave": {"task": "ecosystem.matching.tasks.watch_sendings", "schedule": 20.0},
    "watch the prices of scarcity": {"task": "ecosystem.matching.tasks.watch_scarcity", "schedule": 60.0},
    "climb the ladder of answers": {
        "task": "ecosystem.matching.tasks.climb_ladder",
        "schedule": crontab(minute="*/10"),
    },
    "expire proposals": {
        "task": "ecosystem.matching.tasks.expire_overdue_proposals",
        "schedule": crontab(hour="6", minute="10"),
    },
    "end pointless proposals": {"task": "ecosystem.matching.tasks.end_pointless_proposals", "schedule": 120.0},
    "remind drafts": {"task": "startups.tasks.remind_drafts", "schedule": crontab(minute="25", hour="8-18")},
    "expire needs": {"task": "startups.tasks.expire_overdue_needs", "schedule": crontab(hour="6", minute="0")},
    "follow claims and invitations": {
        "task": "ecosystem.directory.tasks.follow_claims",
        "schedule": crontab(hour="9", minute="20"),
    },
    "keep listings fresh": {"task": "ecosystem.directory.tasks.keep_fresh", "schedule": crontab(hour="9", minute="5")},
    "check links": {
        "task": "ecosystem.directory.tasks.check_links",
        "schedule": crontab(hour="2-5", minute="*/15"),
    },
    "look for duplicates": {
        "task": "ecosystem.directory.tasks.find_duplicates",
        "schedule": crontab(hour="4", minute="20"),
    },
    "tell what is new of shows": {
        "task": "ecosystem.tradeshows.tasks.tell_show_news",
        "schedule": crontab(hour="8", minute="40"),
    },
    "refresh the search index": {"task": "ecosystem.directory.tasks.index_changes", "schedule": 30.0},
}

# API
REST_FRAMEWORK = rest_framework(
    visitor=env.str("API_RATE", default="120/min"),
    key=env.str("API_KEY_RATE", default="600/min"),
    proxies=TRUSTED_PROXIES,
)

# Maps draw their own base; tiles of somebody else are an address such as https://tiles.example.org/{z}/{x}/{y}.png
MAP_TILES_URL = env.str("MAP_TILES_URL", default="")
MAP_TILES_CREDIT = env.str("MAP_TILES_CREDIT", default="")
MAP_TILES_HOST = "{0.scheme}://{0.netloc}".format(urlsplit(MAP_TILES_URL)).replace("{s}", "*") if MAP_TILES_URL else ""

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *filter(None, [MAP_TILES_HOST])],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ecosystem.ui.views.csrf_failure"
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
