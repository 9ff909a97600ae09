"""Django's settings, derived from the process environment by ``config.environment``. Wiring only."""

from pathlib import Path

from django.utils.csp import CSP

from comptoir.config.environment import environment
from comptoir.config.limits import rate_limits
from comptoir.config.logs import logging_settings
from comptoir.config.networks import inner_networks
from comptoir.domains import DOMAINS

ENV = environment()

COMPTOIR_ENV = ENV.mode
COMPTOIR_HOME = ENV.home
DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = list(ENV.secret_key_fallbacks)
CARD_KEYS = list(ENV.card_keys)
ALLOWED_HOSTS = list(ENV.allowed_hosts)
BASE_URL = ENV.base_url
SECURE = BASE_URL.startswith("https://")

_HERE = Path(__file__).parent.parent
_ROOMS = [name for name in DOMAINS if (_HERE / "domains" / name / "apps.py").exists()]
_SURFACES = [name for name in ("storefront", "backoffice", "api") if (_HERE / name / "urls.py").exists()]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "comptoir.config.flash.FlashConfig",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    *(f"comptoir.{name}" for name in _SURFACES),  # before the libraries: where both have a word, ours is said
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "corsheaders",
    "comptoir.kernel",
    *(f"comptoir.domains.{name}" for name in _ROOMS),
    "comptoir.connectors.search.postgres",
    "comptoir.flows",
    "comptoir.operations.watch",
]

MIDDLEWARE = [
    "comptoir.config.edge.RequestEdge",
    "comptoir.storefront.pagecache.middleware.SurrogateKeys",
    "comptoir.config.compression.compressed_pages",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "comptoir.config.form_addresses.FormAddresses",
    "comptoir.api.answers.ApiAnswers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "comptoir.config.urls"
WSGI_APPLICATION = "comptoir.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": ENV.django_database()}
READER_DATABASE_URL = ENV.reader_url
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "comptoir.kernel.jobs.ProcrastinateBackend", "QUEUES": []}}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None  # the kernel loads every room's jobs.py itself

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]

STATIC_URL = "/static/"
STATIC_ROOT = ENV.folder("static")
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "comptoir.storefront.finding.StylesheetFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.folder("media")
PRIVATE_ROOT = ENV.folder("documents")  # invoices and their like: never served by address alone
STORAGES = {
    "default": {"BACKEND": "comptoir.connectors.files.local.WholeFiles"},
    "private": {"BACKEND": "comptoir.connectors.files.local.PrivateFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Who signs in: staff, with e-mail, password and a second factor.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "backoffice:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "comptoir.backoffice.accounts.letters.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # staff are made by an owner, not by themselves
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to strangers
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # the kernel's limits hold across processes, and lock nobody else out
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
PASSWORD_RESET_TIMEOUT = 3_600
MFA_ADAPTER = "comptoir.backoffice.accounts.letters.ProofAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an owner gives the addresses
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # localhost has no certificate

SESSION_COOKIE_NAME = "comptoir_staff"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.proxies else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE and ENV.mode == "production" else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Chromium holds redirects after a form to this list too: whom we send buyers to must be on it.
_BANK = (
    []
    if ENV.mode == "production"
    else [ENV.settings.text("COMPTOIR_SIMULATOR_URL", default=f"http://localhost:{ENV.simulator_port}")]
)
_STRIPE = (
    [ENV.settings.text("STRIPE_JS_BASE", default="https://js.stripe.com")]
    if ENV.settings.text("STRIPE_SECRET_KEY", default="")
    else []
)
_STRIPE_API = [ENV.settings.text("STRIPE_API_BASE", default="https://api.stripe.com")] if _STRIPE else []
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, *_STRIPE],
    "frame-src": [CSP.SELF, *_STRIPE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF, *_STRIPE, *_STRIPE_API],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF, *_BANK],
    "frame-ancestors": [CSP.NONE],
    "report-uri": ["/policy-reports"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Doors to the outside: port > kind > "module:factory".
TRUSTED_PROXIES = ENV.proxies
# COMPTOIR_RATE_LIMITS="api.carts=120/60 storefront.orders=40/20": burst / per minute, for the limits to be changed.
RATE_LIMITS = rate_limits(ENV.settings.words("COMPTOIR_RATE_LIMITS"))
# Front ends of other origins may call the API; nothing else is opened to them, and no cookie is taken.
CORS_URLS_REGEX = r"^/api/v"
CORS_ALLOW_HEADERS = ["accept", "accept-language", "authorization", "content-type", "idempotency-key"]
CORS_EXPOSE_HEADERS = ["retry-after", "x-request-id"]
CORS_ALLOWED_ORIGINS = list(ENV.settings.words("COMPTOIR_CORS_ORIGINS"))

PORTS: dict[str, dict[str, str]] = {
    "payments": {
        "simulator": "comptoir.connectors.payments.simulator.provider:SimulatorProvider",
        "stored_value": "comptoir.connectors.payments.stored_value.provider:StoredValueProvider",
        "stripe": "comptoir.connectors.payments.stripe.provider:StripeProvider",
        "transfer": "comptoir.connectors.payments.transfer.provider:TransferProvider",
    },
    # Asked in this order whether they book for a carrier.
    "carriers": {
        "karrio": "comptoir.connectors.carriers.karrio.carrier:KarrioCarrier",
        "own": "comptoir.connectors.carriers.own.carrier:OwnCarrier",
    },
    "mail": {
        "files": "comptoir.connectors.mail.files:FileTransport",
        "smtp": "comptoir.connectors.mail.smtp:SmtpTransport",
    },
    "pictures": {"web": "comptoir.connectors.pictures.web.fetcher:WebPictures"},
    "links": {
        "storefront": "comptoir.storefront.links:StorefrontLinks",
        "api": "comptoir.api.links:ApiLinks",
    },
    "search": {
        "postgres": "comptoir.connectors.search.postgres.engine:PostgresSearch",
        "tantivy": "comptoir.connectors.search.tantivy.engine:TantivySearch",
    },
    "webhooks": {"http": "comptoir.connectors.webhooks.http.sender:HttpWebhooks"},
}
# Webhooks go to the public internet alone, and to networks named here. Plain HTTP goes to this machine, to try it out.
WEBHOOKS_TO_THIS_MACHINE = ENV.mode != "production"
WEBHOOK_NETWORKS = inner_networks(
    ENV.settings.words("COMPTOIR_WEBHOOK_NETWORKS"), this_machine=WEBHOOKS_TO_THIS_MACHINE
)
# Fewer calls to a provider at once than there are threads: when it hangs, the shop does not.
PAYMENTS_DEADLINES = {"connections": max(2, ENV.web_threads // 2)}
SWEEP_EVERY_SECONDS = ENV.settings.number("COMPTOIR_SWEEP_EVERY", default=20, least=1, most=59)
PAYMENTS_LOOK_AFTER_SECONDS = ENV.settings.number("COMPTOIR_PAYMENTS_LOOK_AFTER", default=30, least=1, most=3_600)
# Carriers' accounts, a JSON file; and a Python that has karrio, where it is not this one.
KARRIO_ACCOUNTS = ENV.settings.text("COMPTOIR_KARRIO_ACCOUNTS", default="")
KARRIO_PYTHON = ENV.settings.text("COMPTOIR_KARRIO_PYTHON", default="")
SIMULATOR_URL = f"http://127.0.0.1:{ENV.simulator_port}"
SIMULATOR_NOTIFY_URL = f"http://127.0.0.1:{ENV.port}/api/v1/payments/simulator/messages"
STRIPE_SECRET_KEY = ENV.settings.text("STRIPE_SECRET_KEY", default="")
STRIPE_PUBLISHABLE_KEY = ENV.settings.text("STRIPE_PUBLISHABLE_KEY", default="")
STRIPE_WEBHOOK_SECRET = ENV.settings.text("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_API_BASE = ENV.settings.text("STRIPE_API_BASE", default="https://api.stripe.com")
STRIPE_JS_BASE = ENV.settings.text("STRIPE_JS_BASE", default="https://js.stripe.com")
MAIL = ENV.mail
MAIL_TRANSPORT = ENV.mail.transport
MAIL_FOLDER = ENV.mail.folder
SEARCH_ENGINE = ENV.settings.choice("COMPTOIR_SEARCH_ENGINE", ("tantivy", "postgres"), default="tantivy")
SEARCH_FOLDER = ENV.folder("search")
# Days after which a basket that nobody touched names nobody any more.
FORGET_CARTS_AFTER_DAYS = ENV.settings.number("COMPTOIR_FORGET_CARTS_AFTER", default=30, least=1, most=3_650)
# An agency's theme: a folder with templates and styles of its own (docs/run/themes.md).
THEME_FOLDER = ENV.settings.text("COMPTOIR_THEME", default="")
PAGE_CACHE_BYTES = ENV.settings.number("COMPTOIR_PAGE_CACHE_MB", default=256, least=0, most=100_000) * 1024 * 1024

LOGGING = logging_settings(debug=DEBUG)
