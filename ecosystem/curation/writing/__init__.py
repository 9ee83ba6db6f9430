"""What is written of understood rows, a batch at a time."""
