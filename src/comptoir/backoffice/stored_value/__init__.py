"""Gift cards and store credit: issuing, looking after, putting right."""
