"""What this process was told from outside, read once: settings of the environment, under them the file secrets.env.

No Django here: the command line reads it before any of Django is loaded.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from comptoir.config.mail import Mail, read_mail
from comptoir.config.secret_files import read_card_keys, read_secret_keys, read_secrets_file
from comptoir.config.values import BadSetting, Settings
from comptoir.operations.postgres import addresses

Mode = Literal["demo", "test", "production"]
Process = Literal["web", "worker", "simulator", "command"]

# Names under which anybody looks for these settings; all others carry our prefix.
HOME, MODE, PROCESS = "COMPTOIR_HOME", "COMPTOIR_ENV", "COMPTOIR_PROCESS"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", ".localhost")


@dataclass(frozen=True)
class Environment:
    """The installation as this process sees it. Secrets are kept out of its printed form."""

    mode: Mode
    home: Path
    process: Process
    host: str
    port: int
    simulator_port: int
    base_url: str
    allowed_hosts: tuple[str, ...]
    debug: bool
    proxies: int
    """How many proxies of ours stand in front: so many entries of X-Forwarded-For can be believed."""
    database_url: str = field(repr=False)
    brings_own_database: bool
    """True when DATABASE_URL names a server that somebody else runs: ours is not started."""
    secret_key: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(repr=False)
    card_keys: tuple[str, ...] = field(repr=False)
    mail: Mail
    web_processes: int
    web_threads: int
    worker_threads: int
    pool_min: int
    pool_max: int
    settings: Settings = field(repr=False)
    """Everything else by name, for connectors: STRIPE_SECRET_KEY and its like."""

    def folder(self, name: str) -> Path:
        """A folder of the home: media, mail, logs, backups."""
        return self.home / name

    @property
    def reader_url(self) -> str:
        """The database under a role that cannot write, where there is one."""
        own = addresses.url(self.home, role=addresses.READER)
        return self.settings.text("COMPTOIR_READER_URL", default=self.database_url if self.brings_own_database else own)

    def django_database(self) -> dict[str, object]:
        """The entry of Django's DATABASES: pool and time limits depend on what this process does."""
        from comptoir.config.database import django_database

        return django_database(self)


@cache
def environment() -> Environment:
    """The environment of this process, read at the first call and never again."""
    return read_environment(os.environ)


def read_environment(environ: Mapping[str, str]) -> Environment:
    """Read and check every setting.

    :raises BadSetting: naming the setting, its value (unless secret) and what it may be.
    """
    # An empty setting counts as absent: that is how a unit file or a shell takes one back.
    home = Path(environ.get(HOME) or "var").expanduser().absolute()
    given = {name: value for name, value in environ.items() if value != ""}
    settings = Settings(read_secrets_file(home / "secrets.env") | given)
    mode = cast(Mode, settings.choice(MODE, get_args(Mode), default="demo"))
    port = settings.number("PORT", default=8000, least=1, most=65535)
    base_url = _base_url(settings, port)
    keys = read_secret_keys(settings, home / "secret.key")
    web_threads = settings.number("COMPTOIR_WEB_THREADS", default=4, least=1, most=64)
    return Environment(
        mode=mode,
        home=home,
        process=cast(Process, settings.choice(PROCESS, get_args(Process), default="command")),
        host=settings.text("COMPTOIR_HOST", default="127.0.0.1"),
        port=port,
        simulator_port=settings.number("COMPTOIR_SIMULATOR_PORT", default=min(port + 1, 65535), least=1, most=65535),
        base_url=base_url,
        allowed_hosts=_allowed_hosts(settings, mode, base_url),
        debug=settings.switch("DEBUG", default=False),
        proxies=settings.number("COMPTOIR_PROXIES", default=1 if mode == "production" else 0, least=0, most=5),
        database_url=settings.text("DATABASE_URL", default=addresses.url(home)),
        brings_own_database="DATABASE_URL" in settings.values,
        secret_key=keys[0],
        secret_key_fallbacks=keys[1:],
        card_keys=read_card_keys(settings, home / "card.key"),
        mail=read_mail(settings, folder=home / "mail"),
        web_processes=settings.number("COMPTOIR_WEB_PROCESSES", default=_web_processes(), least=1, most=64),
        web_threads=web_threads,
        worker_threads=settings.number("COMPTOIR_WORKER_THREADS", default=2, least=1, most=64),
        pool_min=settings.number("COMPTOIR_POOL_MIN", default=2, least=0, most=64),
        # A spare one or two: a request may hold a second connection for a moment.
        pool_max=settings.number("COMPTOIR_POOL_MAX", default=web_threads + 2, least=1, most=200),
        settings=settings,
    )


def _base_url(settings: Settings, port: int) -> str:
    # A name and not 127.0.0.1: passkeys are bound to a name.
    url = settings.text("BASE_URL", default=f"http://localhost:{port}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise BadSetting(f"BASE_URL={url} is not an address such as https://shop.example")
    return url


def _allowed_hosts(settings: Settings, mode: Mode, base_url: str) -> tuple[str, ...]:
    own = (urlsplit(base_url).hostname or "", *settings.words("COMPTOIR_ALLOWED_HOSTS"))
    # The machine itself may always ask: health checks come from there.
    local = LOCAL_HOSTS[:3] if mode == "production" else LOCAL_HOSTS
    return tuple(dict.fromkeys((*own, *local)))


def _web_processes() -> int:
    return max(1, min(4, os.cpu_count() or 1))
