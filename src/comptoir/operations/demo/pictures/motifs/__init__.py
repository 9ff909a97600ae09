"""Small drawings for labels and for what lies beside an object."""
