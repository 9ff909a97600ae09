"""Products: the list, the editor, pictures."""
