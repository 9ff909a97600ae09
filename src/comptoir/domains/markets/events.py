from comptoir.kernel.events import Event, event


@event("markets.market_settings_changed.1")
class MarketSettingsChanged(Event):
    """The merchant, a legal entity or a market changed; these are the markets concerned."""

    market_codes: tuple[str, ...]
