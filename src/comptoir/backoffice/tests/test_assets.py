"""What others made is what it was, and every icon that is named is there."""

import hashlib
import re
import tomllib
from pathlib import Path

from comptoir.backoffice.icons import icon_svg

BACKOFFICE = Path(__file__).parent.parent
VENDOR = BACKOFFICE / "static" / "backoffice" / "vendor"


def test_vendored_files_are_unmodified_and_all_recorded() -> None:
    record = tomllib.loads((VENDOR / "VENDORED.toml").read_text())
    recorded = {name: file["sha256"] for package in record["package"] for name, file in package["files"].items()}
    there = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDORED.toml"
    }
    assert there == recorded


def test_every_icon_named_in_a_template_is_there() -> None:
    named = {
        name
        for template in (BACKOFFICE / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([a-z0-9-]+)" %}', template.read_text())
    }
    assert len(named) > 30
    for name in named:
        assert icon_svg(name).startswith("<svg")
