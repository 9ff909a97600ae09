"""The rules of the house that linters do not know, each checked on every commit and each seen to catch its break."""
