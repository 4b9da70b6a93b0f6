"""Measurements of speed and memory. They judge nothing: their results are read by people."""
