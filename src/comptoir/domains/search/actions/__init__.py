"""The verbs of search: making cards anew (`refresh`), counting what is bought together (`companions`), and arranging
what buyers find (`arranging`)."""

from comptoir.domains.search.actions.arranging import arrange, drop_arrangement, drop_synonyms, save_synonyms
from comptoir.domains.search.actions.companions import refresh_companions
from comptoir.domains.search.actions.refresh import refresh_cards

__all__ = ["arrange", "drop_arrangement", "drop_synonyms", "refresh_cards", "refresh_companions", "save_synonyms"]
