from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Conflict, Invalid, NotFound


class UnknownSynonyms(NotFound):
    code = "search.unknown_synonyms"
    message = _("We could not find these synonyms. Someone may have removed them.")


class UnknownArrangement(NotFound):
    code = "search.unknown_arrangement"
    message = _("We could not find this arrangement. Someone may have removed it.")


class TooFewWords(Invalid):
    """Of one word there is no synonym."""

    code = "search.too_few_words"
    message = _("Write at least two words or expressions.")


class TooManyWords(Invalid):
    code = "search.too_many_words"
    message = _("Write %(limit)s words or expressions at most.")


class TooManyArranged(Invalid):
    """The first page must hold all that comes first."""

    code = "search.too_many_arranged"
    message = _("Choose %(limit)s products at most.")


class ArrangedTwice(Invalid):
    """A product cannot be first and hidden at once."""

    code = "search.arranged_twice"
    message = _("Each product can be named once only.")


class NothingArranged(Invalid):
    code = "search.nothing_arranged"
    message = _("Choose at least one product to pin, boost or hide.")


class NowhereArranged(Invalid):
    """Neither words nor a category are named, or both are."""

    code = "search.nowhere_arranged"
    message = _("Write the words of a search, or choose a category.")


class AlreadyArranged(Conflict):
    """There is an arrangement for these words, or this category, already."""

    code = "search.already_arranged"
    message = _("There is an arrangement for this search or category already: change that one.")
