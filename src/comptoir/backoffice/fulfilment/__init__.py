"""The packing bench: batches that are picked in one walk, their labels, and how they leave."""
