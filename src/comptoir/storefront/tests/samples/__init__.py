"""Every page of the storefront with rich sample values: what tests measure and the gallery shows."""
