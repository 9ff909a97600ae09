"""Compiles the interface's translations, which are kept as text (.po) and read as tables (.mo)."""

from pathlib import Path

import comptoir
from comptoir.kernel.ids import new_id

CODE = Path(comptoir.__file__).parent


def compile_texts(folder: Path = CODE) -> int:
    """Compile every .po file below a folder whose .mo is missing or older; returns how many there were to do."""
    changed = [path for path in folder.rglob("LC_MESSAGES/*.po") if _is_older(path.with_suffix(".mo"), path)]
    for source in changed:
        _compile(source)
    return len(changed)


def _compile(source: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    # …/locale/fr/LC_MESSAGES/django.po. Without its language Babel writes English plural rules.
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    # Under a name of its own: several processes may find the same one missing.
    draft = source.with_suffix(f".{new_id().hex}.new")
    try:
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.rename(source.with_suffix(".mo"))
    finally:
        draft.unlink(missing_ok=True)


def _is_older(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns
