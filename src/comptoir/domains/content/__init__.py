"""Pages: legal notice, terms, privacy and whatever else the merchant has to say."""
