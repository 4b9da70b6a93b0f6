"""Zstandard, under one name before and after it came into Python's own library (3.14)."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["zstd"]
