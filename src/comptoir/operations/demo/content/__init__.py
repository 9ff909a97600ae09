"""What the demo shop sells, who sells it and to whom: data files, read and checked."""
