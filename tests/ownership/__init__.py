"""Nobody is told what is another’s: whoever asks, wherever, with whatever names of things."""
