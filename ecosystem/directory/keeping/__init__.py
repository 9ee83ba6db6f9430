"""What visitors do with listings that they found: keep them in lists, and read a few side by side."""
