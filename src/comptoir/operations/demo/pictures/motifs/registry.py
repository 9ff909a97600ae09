"""Every motif by its name."""

from collections.abc import Callable

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.motifs.creatures import CREATURES
from comptoir.operations.demo.pictures.motifs.fruit import FRUIT
from comptoir.operations.demo.pictures.motifs.plants import PLANTS

MOTIFS: dict[str, Callable[[Sheet], None]] = {**FRUIT, **PLANTS, **CREATURES}
