"""The backup file: a tar of the database's dump and the home's files, closed by a manifest with all checksums.

A plain tar on purpose: in ten years, and without Comptoir, `tar` and `pg_restore` still open it.
"""

import hashlib
import io
import json
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
FILES = "files/"


class BadArchive(Exception):
    """The file is no backup of ours, is cut short, or was changed."""


@dataclass
class Manifest:
    """What is in the file and where it came from."""

    made_at: str
    comptoir: str
    postgresql: str
    mode: str
    members: dict[str, str] = field(default_factory=dict)
    """Names and SHA-256."""

    def text(self) -> bytes:
        return json.dumps({"format": FORMAT, **self.__dict__}, indent=1, sort_keys=True).encode()


class Writer:
    """Adds members one by one; the manifest comes last."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed in `close`
        self._manifest = manifest

    def add(self, path: Path, name: str) -> bool:
        """Add a file; False when it has gone, or changes while it is read: then it is no part of the backup."""
        try:
            with path.open("rb") as file:
                info = self._tar.gettarinfo(arcname=name, fileobj=file)
                info.uid = info.gid = 0
                info.uname = info.gname = ""
                # Read whole before the header is written: a header whose file then ends early would spoil the archive.
                reader: IO[bytes] = file if name == DATABASE else io.BytesIO(file.read(info.size + 1))
                if name != DATABASE and len(reader.getvalue()) != info.size:  # type: ignore[attr-defined]  # BytesIO
                    return False
                hashing = _Hashing(reader)
                self._tar.addfile(info, hashing)
        except FileNotFoundError:
            return False
        self._manifest.members[name] = hashing.digest.hexdigest()
        return True

    def close(self) -> None:
        text = self._manifest.text()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), 0o600
        self._tar.addfile(info, io.BytesIO(text))
        self._tar.close()


class _Hashing:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


def read_manifest(path: Path) -> Manifest:
    """What the file says of itself, every checksum compared with what is there.

    :raises BadArchive: naming the first member that is not as it was.
    """
    try:
        with tarfile.open(path) as archive:
            manifest = _manifest_of(archive)
            found = set()
            for info in archive:
                if not info.isfile() or info.name.startswith("/") or ".." in Path(info.name).parts:
                    raise BadArchive(f"{path} holds {info.name}, which no backup of ours does.")
                if info.name != MANIFEST:
                    _compare(archive, info, manifest)
                    found.add(info.name)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadArchive(f"{path} is no backup, or is cut short: {error}") from error
    missing = sorted(manifest.members.keys() - found)
    if missing:
        raise BadArchive(f"{path} lacks {missing[0]}.")
    return manifest


def _manifest_of(archive: tarfile.TarFile) -> Manifest:
    try:
        file = archive.extractfile(MANIFEST)
    except KeyError:
        raise BadArchive("It has no manifest: the backup was cut short, or this is another kind of file.") from None
    told: dict[str, Any] = json.loads(file.read()) if file else {}
    if told.pop("format", None) != FORMAT:
        raise BadArchive("It is of another format than this version reads.")
    return Manifest(**told)


def _compare(archive: tarfile.TarFile, info: tarfile.TarInfo, manifest: Manifest) -> None:
    file = archive.extractfile(info)
    digest = hashlib.file_digest(file, "sha256").hexdigest() if file else ""  # type: ignore[arg-type]  # it reads
    if manifest.members.get(info.name) != digest:
        raise BadArchive(f"{info.name} is not as it was when the backup was made.")


def extract(path: Path, name: str, target: Path) -> None:
    """One member to a file of our own."""
    with tarfile.open(path) as archive:
        _write(archive, archive.getmember(name), target)


def extract_files(path: Path, home: Path) -> int:
    """The home's files to their places; returns how many."""
    count = 0
    with tarfile.open(path) as archive:
        for info in archive:
            if info.name.startswith(FILES):
                _write(archive, info, home / info.name.removeprefix(FILES))
                count += 1
    return count


def _write(archive: tarfile.TarFile, info: tarfile.TarInfo, target: Path) -> None:
    source = archive.extractfile(info)
    if source is None:
        raise BadArchive(f"{info.name} is no file.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.touch(mode=info.mode & 0o777)
    with target.open("wb") as file:
        while piece := source.read(2**20):
            file.write(piece)
