"""Settings: the merchant, the legal entity, markets; and the first set-up."""
