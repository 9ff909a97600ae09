"""`comptoir doctor`: one look at everything an installation stands on, each finding with its remedy."""
