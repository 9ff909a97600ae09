from functools import partial
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from comptoir.connectors.files.local import PrivateFiles, WholeFiles
from comptoir.kernel.testing import at_once


def test_whoever_looks_meanwhile_sees_whole_files_only(tmp_path: Path) -> None:
    storage = WholeFiles(location=tmp_path)
    versions = [bytes([letter]) * 300_000 for letter in b"abcdefgh"]
    storage.save("shelf/jar", ContentFile(versions[0]))

    def look() -> set[bytes]:
        return {(tmp_path / "shelf" / "jar").read_bytes() for _ in range(50)}

    answers = at_once([partial(storage.save, "shelf/jar", ContentFile(version)) for version in versions] + [look] * 4)

    assert answers[: len(versions)] == ["shelf/jar"] * len(versions)
    for seen in answers[len(versions) :]:
        assert isinstance(seen, set)
        assert seen <= set(versions)
    assert [path.name for path in (tmp_path / "shelf").iterdir()] == ["jar"]


def test_what_could_not_be_written_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    class Torn(ContentFile):
        def chunks(self, chunk_size: int | None = None):
            yield b"half"
            raise OSError("the other half is gone")

    storage = WholeFiles(location=tmp_path)
    storage.save("jar", ContentFile(b"whole"))
    with pytest.raises(OSError, match="other half"):
        storage.save("jar", Torn(b"half and half"))

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("jar", b"whole")]


def test_private_files_lie_where_the_setting_says_and_have_no_address(tmp_path: Path, settings) -> None:
    settings.PRIVATE_ROOT = tmp_path / "documents"
    storage = PrivateFiles()
    name = storage.save("2026/letter", ContentFile(b"Dear"))

    assert (tmp_path / "documents" / name).read_bytes() == b"Dear"
    with pytest.raises(ValueError, match="no address"):
        storage.url(name)
