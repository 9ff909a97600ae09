"""Django's settings, derived from the process environment by ``config.environment``. Wiring only."""

from pathlib import Path

from comptoir.config.environment import environment
from comptoir.domains import DOMAINS

ENV = environment()

COMPTOIR_ENV = ENV.mode
COMPTOIR_HOME = ENV.home
DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = list(ENV.secret_key_fallbacks)
ALLOWED_HOSTS = list(ENV.allowed_hosts)
BASE_URL = ENV.base_url

_HERE = Path(__file__).parent.parent
_PARTS = [name for name in ("flows", "storefront", "backoffice", "api") if (_HERE / name / "apps.py").exists()]
_ROOMS = [name for name in DOMAINS if (_HERE / "domains" / name / "apps.py").exists()]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "comptoir.kernel",
    *(f"comptoir.domains.{name}" for name in _ROOMS),
    *(f"comptoir.{name}" for name in _PARTS),
]

DATABASES = {"default": ENV.django_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if "accounts" in _ROOMS:
    AUTH_USER_MODEL = "accounts.User"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]

TASKS = {"default": {"BACKEND": "comptoir.kernel.jobs.ProcrastinateBackend", "QUEUES": []}}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None  # the kernel loads every domain's jobs.py itself

ROOT_URLCONF = "comptoir.config.urls"
WSGI_APPLICATION = "comptoir.config.wsgi.application"
PORTS: dict[str, dict[str, str]] = {}
MEDIA_ROOT = ENV.folder("media")
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = ENV.folder("static")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
