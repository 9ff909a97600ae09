"""Pages and designs for tests of this and other domains."""

from datetime import UTC, datetime

from comptoir.domains.content.actions import publish_starter_pages
from comptoir.domains.content.queries import design, design_row, shown_layout, shown_menus, terms_version
from comptoir.domains.content.values import HOME_DESIGN, MENUS, THEME, Layout, Menus, Plan, Theme
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import job_actor
from comptoir.kernel.testing import OWNER


def make_pages(*, now: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC)) -> str:
    """The three legal pages of the test merchant; returns the version of the terms."""
    make_market()
    publish_starter_pages(actor=job_actor("test"), now=now)
    return terms_version()


def drafted_theme() -> Theme:
    """The look as it stands at the desk."""
    return _certain(Theme, design(THEME, actor=OWNER).draft)


def drafted_menus() -> Menus:
    return _certain(Menus, design(MENUS, actor=OWNER).draft)


def drafted_layout(key: str = HOME_DESIGN) -> Layout:
    return _certain(Layout, design(key, actor=OWNER).draft)


def published_menus() -> Menus:
    """The menus that buyers see, once there are any."""
    return _certain(Menus, shown_menus())


def published_layout(key: str = HOME_DESIGN) -> Layout:
    return _certain(Layout, shown_layout(key))


def planned(key: str) -> Plan:
    """What will be shown of a design for which something is planned."""
    return _certain(Plan, design_row(key, actor=OWNER).plan)


def _certain[T](kind: type[T], found: object) -> T:
    """What a test knows to be of that kind."""
    assert isinstance(found, kind), found
    return found
