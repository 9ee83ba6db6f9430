"""What a row of a file says, checked and typed."""
