"""What the database server alone can do: the rows of an order written by hand, one row read by its key."""
