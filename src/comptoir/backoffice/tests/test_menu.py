"""The menu: few entries, and each leads somebody to what they may open."""

from comptoir.backoffice.menu import ENTRIES, MenuLine, menu_for
from comptoir.kernel.testing import OWNER, anybody


def entry(line: MenuLine) -> tuple[str, str, bool]:
    return line.area, line.href, line.current


def test_it_has_at_most_nine_entries() -> None:
    assert len(menu_for(OWNER, current="home", counts={})) == len(ENTRIES) <= 9


def test_who_may_not_open_the_first_page_of_an_entry_is_led_to_the_next() -> None:
    told = {
        rights: [entry(line) for line in menu_for(anybody(rights), current="payments", counts={})][1:]
        for rights in ("delivery.view", "stored_value.view", "content.edit")
    }
    assert told == {
        "delivery.view": [("delivery", "/back-office/delivery/", True)],
        "stored_value.view": [("delivery", "/back-office/payments/gift-cards/", True)],
        "content.edit": [],
    }
