"""What each page's template receives: frozen values only, one module a page, nothing that could ask the database."""
