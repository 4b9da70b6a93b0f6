"""What `secunda content` does, one file for each word."""
