"""Stock: what stands where, counts, movements."""
