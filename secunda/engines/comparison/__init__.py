"""What two opinions have in common and where they differ: item by item, as a whole, and over many cases.

Pure. Rules and their examples: clinical.md 6. Where the words come from: `vocabulary`.
"""
