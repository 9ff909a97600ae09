"""The commands that belong to running an installation; those of other rooms are listed in `config.cli`."""
