"""Pages: legal texts and free ones, in versions."""
