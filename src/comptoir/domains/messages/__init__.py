"""What we tell people, in their language, and the proof that we did."""
