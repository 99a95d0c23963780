"""What a head is told: one small file for each format. ``told.py`` says it once for all of them."""
