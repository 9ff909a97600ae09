"""What things cost: price lists and their history, VAT, and the one function that prices a basket."""
