"""Pure rules of invoicing: amounts, and the electronic invoice that states them."""
