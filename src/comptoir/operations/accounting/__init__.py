"""The books handed over: the fichier des écritures comptables, written and checked."""
