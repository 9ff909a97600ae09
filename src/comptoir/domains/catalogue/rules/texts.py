import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import nh3

from comptoir.kernel.texts import Texts, folded, slug_of, text_in

_ALLOWED = nh3.Cleaner(
    tags={
        "a", "b", "blockquote", "br", "em", "h3", "h4", "i", "li", "ol", "p", "strong", "sub", "sup",
        "table", "tbody", "td", "th", "thead", "tr", "ul",
    },
    attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}},
    url_schemes={"http", "https", "mailto", "tel"},
    clean_content_tags={"script", "style"},
    link_rel="noopener",
)  # fmt: skip


_LONGEST_NAME = 120


def clean_html(html: str) -> str:
    """What may stand in a description: text, lists, tables, links. Everything else is taken out, its text kept."""
    return _ALLOWED.clean(html).strip()


def clean_texts(texts: Texts) -> dict[str, str]:
    """Single spaces in each language; languages without a text are dropped."""
    tidy = {language: " ".join(text.split()) for language, text in texts.items()}
    return {language: text for language, text in tidy.items() if text}


def code_of(texts: Texts) -> str:
    """A stable code for something that has only a name; "" when it has none."""
    name = text_in(texts, "en")
    if not name:
        return ""
    # Names in a script without Latin letters leave no slug.
    return slug_of(name, limit=60) or f"c-{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def find_text(titles: Texts, maker: str, skus: Iterable[str]) -> str:
    """What the back office's list is searched in."""
    return folded(" ".join((*dict.fromkeys(titles.values()), maker, *skus)))


def options_line(option_codes: Sequence[str], option_values: Mapping[str, Any]) -> dict[str, str]:
    """The chosen values in one line by language, in the order of the product's options: "250 g, brut"."""
    chosen = [option_values[code] for code in option_codes if code in option_values]
    languages = dict.fromkeys(language for value in chosen for language in value)
    return {language: ", ".join(text_in(value, language) for value in chosen) for language in languages}


def file_name(given: str) -> str:
    """The name that a file is saved under by whoever downloads it: no folder, nothing that cannot be printed; "" where
    nothing is left. Its ending stays when it is shortened."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    name = " ".join("".join(character for character in last if character.isprintable()).split()).lstrip(".")
    start, dot, ending = name.rpartition(".")
    return name if len(name) <= _LONGEST_NAME else f"{(start or name)[:100]}{dot}{ending[-12:] if dot else ''}"
