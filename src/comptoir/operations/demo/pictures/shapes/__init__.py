"""The objects of the pictures. Each stands on y = 655, centred on x = 400, in a picture of 800 by 800."""
