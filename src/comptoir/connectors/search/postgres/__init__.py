"""Search by PostgreSQL itself: full text in the language's own dictionary, without accents, and trigrams for slips."""
