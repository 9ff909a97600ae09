"""What machines use: version 1 of the HTTP interface."""
