"""Files in a folder of this machine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from comptoir.kernel.ids import new_id


class WholeFiles(FileSystemStorage):
    """A file is there whole or not at all, as with object storage: who writes last under a name is the one who counts.

    Django's own storage opens the final name and fills it: whoever looks meanwhile, or after a crash, sees a half.
    """

    def __init__(self, location: Path | None = None, base_url: str | None = None) -> None:
        super().__init__(location, base_url, allow_overwrite=True)

    def _save(self, name: str, content: "File[Any]") -> str:
        part = f"{name}.{new_id().hex}.part"
        try:
            super()._save(part, content)  # type: ignore[misc]  # missing from the stubs
            Path(self.path(part)).replace(self.path(name))
        except BaseException:
            Path(self.path(part)).unlink(missing_ok=True)
            raise
        return name


class PrivateFiles(WholeFiles):
    """Documents that name people: opened by the code that knows who may see them, never by an address."""

    @property
    def base_location(self) -> Path:  # not cached: tests move the setting
        return Path(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(self.base_location.absolute())

    def url(self, name: str | None) -> str:
        raise ValueError(f"{name} has no address")
