from collections.abc import Collection, Mapping

from comptoir.kernel.texts import Texts, slug_of


def slugs_of(texts: Texts, *, slug: str, given: Mapping[str, str], language: str) -> dict[str, str]:
    """The addresses in languages other than ``language``, whose is ``slug``: those ``given``, else made of the texts.

    What has no text in ``language`` had its ``slug`` made of the first text there is: that language keeps to it. A text
    without a Latin letter makes no address; such a language goes by ``slug``.
    """
    made_of = language if texts.get(language) else next(iter(texts), language)
    own = {
        code: slug_of(given.get(code, "")) or (slug if code == made_of else slug_of(texts.get(code, "")))
        for code in dict.fromkeys((*texts, *given))
        if code != language
    }
    return {code: each for code, each in own.items() if each}


def free_slug(slug: str, taken: Collection[str]) -> str:
    """That address, with a number after it where it is taken."""
    candidates = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate not in taken)
