"""From the domains' answers to the values of a page."""
