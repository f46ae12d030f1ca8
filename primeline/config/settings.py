"""Everything an installation may change, read from the environment in one place."""

import os
from pathlib import Path

from primeline.config.environment import (
    IS_PRODUCTION,
    LOG_LEVELS,
    anchor_file,
    database_from,
    erasures_file,
    home_folder,
    master_key_file,
    one_of,
    owner_database,
    secret_key,
)
from primeline.config.logs import logging_for
from primeline.config.outside import mail_from, storage_in, switchboard_from
from primeline.config.security import *  # noqa: F403 - these are settings, all of them

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = home_folder()

SECRET_KEY = secret_key(HOME)
DEBUG = os.environ.get("PRIMELINE_DEBUG", "") == "1"
ALLOWED_HOSTS = (os.environ.get("PRIMELINE_HOSTS") or "127.0.0.1,localhost").split(",")

# Ours first: of two translations of a text, the first counts.
INSTALLED_APPS = [
    "primeline.kit.apps.Config",
    "primeline.staff.apps.Config",
    "primeline.hours.apps.Config",
    "primeline.audit.apps.Config",
    "primeline.privacy.apps.Config",
    "primeline.files.apps.Config",
    "primeline.search.apps.Config",
    "primeline.customers.apps.Config",
    "primeline.approaches.apps.Config",
    "primeline.products.apps.Config",
    "primeline.standards.apps.Config",
    "primeline.partners.apps.Config",
    "primeline.commitments.apps.Config",
    "primeline.rosters.apps.Config",
    "primeline.plans.apps.Config",
    "primeline.competences.apps.Config",
    "primeline.papers.apps.Config",
    "primeline.access.apps.Config",
    "primeline.handovers.apps.Config",
    "primeline.rights.apps.Config",
    "primeline.tiers.apps.Config",
    "primeline.visits.apps.Config",
    "primeline.meetings.apps.Config",
    "primeline.quality.apps.Config",
    "primeline.imports.apps.Config",
    "primeline.replays.apps.Config",
    "primeline.kpi.apps.Config",
    "primeline.addresses.apps.Config",
    "primeline.processes.apps.Config",
    "primeline.demo.apps.Config",
    "primeline.web.apps.Config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "primeline.config.apps.Config",
]
MIDDLEWARE = [
    "primeline.web.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "primeline.web.headers.Headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Before anything reads what was sent.
    "primeline.web.uploads.Bounded",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "primeline.web.session.limits.SessionLimits",
    "django_htmx.middleware.HtmxMiddleware",
    "primeline.web.legible.Legible",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "primeline.config.urls"
CSRF_FAILURE_VIEW = "primeline.web.errors.forgery"
TEMPLATES: list[dict[str, object]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "primeline" / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "primeline.web.environment.environment"},
    },
]

DATABASES = {"default": database_from(os.environ.get("PRIMELINE_DATABASE_URL", ""), HOME)}
# The application runs as one role of PostgreSQL; another may own the tables and migrate them.
PRIMELINE_APPLICATION_ROLE = str(DATABASES["default"].get("USER", ""))
PRIMELINE_OWNER_DATABASE = owner_database(HOME)
# Every seal of the record is written here too. Production puts it on another machine.
PRIMELINE_ANCHOR_FILE = anchor_file(HOME)
# What the keys of people are wrapped under: this setting, lines divided by semicolons, or the file.
PRIMELINE_MASTER_KEYS = os.environ.get("PRIMELINE_MASTER_KEYS", "")
PRIMELINE_MASTER_KEY_FILE = master_key_file(HOME)
# Who was erased, by number; a restored backup is brought up to date from it.
PRIMELINE_ERASURES_FILE = erasures_file(HOME)
AUTH_USER_MODEL = "staff.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
# In which the days of the operator begin and end, wherever no person is signed in.
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# The command line is no Django application, so its words are named here.
LOCALE_PATHS = [BASE_DIR / "primeline" / "cli" / "locale"]
STATIC_URL = "static/"
# Served from where they lie, so that nothing has to be collected; every address carries a mark of
# the file's content, so browsers may keep it.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 30 * 24 * 60 * 60

LOGGING = logging_for(
    is_production=IS_PRODUCTION, level=one_of("PRIMELINE_LOG_LEVEL", LOG_LEVELS, otherwise="INFO")
)

FILES = Path(os.environ.get("PRIMELINE_FILES") or HOME / "files").resolve()
STORAGES = storage_in(FILES, bucket=os.environ.get("PRIMELINE_FILES_URL", ""))
globals().update(mail_from(os.environ.get("PRIMELINE_EMAIL_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("PRIMELINE_EMAIL_FROM") or "primeline@localhost"
# Where calls and text messages to people at customers are handed over, set here and nowhere else.
PRIMELINE_SWITCHBOARDS = {
    channel: switchboard_from(os.environ.get(name, ""), name=name)
    for channel, name in (("CALL", "PRIMELINE_CALL_URL"), ("MESSAGE", "PRIMELINE_MESSAGE_URL"))
}
