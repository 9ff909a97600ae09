"""Invoices and credit notes: gapless numbers, frozen content, Factur-X documents."""
