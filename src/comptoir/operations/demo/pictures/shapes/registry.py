"""Every shape by its name, and how it stands in a picture."""

from collections.abc import Callable

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.shapes.bakery import BAKERY
from comptoir.operations.demo.pictures.shapes.bottles import BOTTLES
from comptoir.operations.demo.pictures.shapes.care import CARE
from comptoir.operations.demo.pictures.shapes.dairy import DAIRY
from comptoir.operations.demo.pictures.shapes.garden import GARDEN
from comptoir.operations.demo.pictures.shapes.glass import JARS
from comptoir.operations.demo.pictures.shapes.larder import LARDER
from comptoir.operations.demo.pictures.shapes.packets import PACKETS
from comptoir.operations.demo.pictures.shapes.stationery import STATIONERY
from comptoir.operations.demo.pictures.shapes.tableware import TABLEWARE
from comptoir.operations.demo.pictures.shapes.textiles import TEXTILES
from comptoir.operations.demo.pictures.shapes.workshop import WORKSHOP
from comptoir.operations.demo.pictures.spec import PictureSpec

SHAPES: dict[str, Callable[[Sheet, PictureSpec], None]] = {
    **JARS,
    **BOTTLES,
    **PACKETS,
    **DAIRY,
    **LARDER,
    **BAKERY,
    **CARE,
    **TABLEWARE,
    **WORKSHOP,
    **TEXTILES,
    **GARDEN,
    **STATIONERY,
}

# Half-width and depth of the foot (for the shadow), and the enlargement that makes the object fill its picture.
# A foot of no width hangs on the wall.
STANCES: dict[str, tuple[float, float, float]] = {
    "jar": (130, 26, 1.56),
    "cloth-jar": (130, 26, 1.48),
    "honey-jar": (136, 26, 1.62),
    "clip-jar": (138, 26, 1.58),
    "terrine": (118, 24, 1.80),
    "crock": (134, 26, 1.66),
    "spice-jar": (102, 22, 1.70),
    "cream-jar": (144, 26, 1.66),
    "bordeaux": (84, 20, 1.26),
    "burgundy": (94, 22, 1.28),
    "flute": (76, 18, 1.22),
    "sparkling": (98, 22, 1.28),
    "oil": (88, 20, 1.38),
    "vinegar": (68, 17, 1.40),
    "spirit": (112, 24, 1.48),
    "swing": (94, 22, 1.38),
    "beer": (76, 18, 1.76),
    "juice": (100, 22, 1.44),
    "canteen": (112, 22, 1.60),
    "pump": (100, 22, 1.60),
    "tin": (206, 18, 1.30),
    "round-tin": (80, 22, 1.60),
    "canister": (106, 22, 1.54),
    "can": (122, 24, 1.84),
    "carton": (168, 22, 1.48),
    "sachet": (126, 22, 1.52),
    "paper-bag": (146, 22, 1.46),
    "tablet": (130, 16, 1.42),
    "drum": (148, 26, 1.56),
    "slip-case": (224, 18, 1.34),
    "wedge": (268, 20, 1.22),
    "wheel": (226, 34, 1.24),
    "puck": (248, 20, 1.28),
    "log": (268, 20, 1.22),
    "pyramid": (240, 20, 1.32),
    "heart": (252, 20, 1.28),
    "round-box": (210, 24, 1.32),
    "brick": (268, 20, 1.22),
    "butter": (236, 18, 1.28),
    "saucisson": (288, 20, 1.16),
    "ham": (288, 20, 1.16),
    "slices": (240, 20, 1.26),
    "bacon": (276, 20, 1.20),
    "loaf": (240, 28, 1.26),
    "cake": (284, 20, 1.16),
    "biscuits": (220, 26, 1.34),
    "sandwich": (226, 24, 1.24),
    "salad": (170, 24, 1.42),
    "pie": (240, 24, 1.28),
    "egg-box": (190, 22, 1.40),
    "wrapped": (206, 20, 1.36),
    "soap-cube": (190, 22, 1.34),
    "soap-bar": (200, 22, 1.32),
    "soap-round": (146, 26, 1.62),
    "candle": (106, 22, 1.66),
    "tapers": (140, 18, 1.42),
    "brush": (200, 18, 1.30),
    "bowl": (120, 26, 1.36),
    "mug": (122, 24, 1.60),
    "plate": (176, 20, 1.42),
    "pitcher": (116, 24, 1.48),
    "teapot": (140, 26, 1.36),
    "dish": (190, 26, 1.24),
    "salt-pot": (122, 24, 1.66),
    "cups": (160, 24, 1.56),
    "vase": (104, 24, 1.20),
    "tumblers": (160, 22, 1.54),
    "knife": (232, 18, 1.26),
    "table-knives": (190, 22, 1.48),
    "kitchen-knife": (174, 20, 1.42),
    "corkscrew": (232, 18, 1.26),
    "basket": (176, 26, 1.34),
    "tote-basket": (190, 24, 1.34),
    "bread-basket": (190, 26, 1.28),
    "cutting-board": (140, 18, 1.36),
    "spoons": (108, 24, 1.36),
    "mill": (86, 20, 1.62),
    "cloth": (208, 20, 1.32),
    "towel": (0, 0, 1.38),
    "tablecloth": (240, 22, 1.24),
    "apron": (160, 16, 1.34),
    "tote": (178, 20, 1.36),
    "blanket": (216, 22, 1.26),
    "bouquet": (70, 20, 1.24),
    "potted": (106, 24, 1.30),
    "log-crate": (220, 22, 1.28),
    "kindling": (186, 22, 1.42),
    "wreath": (0, 0, 1.34),
    "bulbs": (158, 22, 1.42),
    "booklet": (156, 20, 1.36),
}
