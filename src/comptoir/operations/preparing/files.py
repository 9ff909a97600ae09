"""Collects the static files, named by their content and compressed, where the web server takes them from."""

import hashlib
import sysconfig
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


def collect_files() -> bool:
    """Whether there was anything to do: to name and to compress them takes longer than all the rest of a start.

    They are collected anew when one of them, or any package, has changed, and when what was collected is gone.
    """
    mark = Path(settings.COMPTOIR_HOME) / "run" / "static-files"
    wanted = _fingerprint()
    if mark.exists() and mark.read_text() == wanted and staticfiles_storage.exists("staticfiles.json"):
        return False
    mark.unlink(missing_ok=True)  # who is killed from here on leaves no claim that all are there
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(wanted)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(str(Path(sysconfig.get_path("purelib")).stat().st_mtime_ns).encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            with storage.open(path) as file:
                digest.update(f"{path} {hashlib.sha256(file.read()).hexdigest()}\n".encode())
    return digest.hexdigest()
