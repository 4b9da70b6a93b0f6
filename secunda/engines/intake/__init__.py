"""The shoebox engine: every file a patient owns, read, named, dated, matched and accounted for.

The list to read: unpack, identify, read, classify, date, attribute, de-duplicate, assemble.
`shoebox.read_shoebox` walks it from start to end; `child` and `confined` do the first half in a
process of its own, because the bytes come from strangers.
"""
