"""Countries by their names in the active language."""

from functools import lru_cache

from comptoir.backoffice.formats import active_locale

# Where European mail goes: ISO 3166-1 alpha-2 codes that CLDR names, without regions and groupings.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "XK", "ZZ", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


def country_choices() -> tuple[tuple[str, str], ...]:
    return _choices(str(active_locale()))


def country_name(code: str) -> str:
    return str(active_locale().territories.get(code, code))


@lru_cache(maxsize=8)
def _choices(_locale: str) -> tuple[tuple[str, str], ...]:
    names = {str(code): str(name) for code, name in active_locale().territories.items()}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES]
    return tuple(sorted(((code, names[code]) for code in codes), key=lambda pair: pair[1].casefold()))
