"""The merchant's settings: legal entities, markets, channels."""
