"""Demonstration data: the shoeboxes of seven fictional patients, written as real files."""
