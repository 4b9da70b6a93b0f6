"""How a tar is known."""

BLOCK = 512


def is_tar(head: bytes) -> bool:
    """Is this block the header of a tar member? The older form shows it only by its checksum."""
    if len(head) < BLOCK:
        return False
    if head[257:262] == b"ustar":
        return True
    try:
        stated = int(head[148:156].split(b"\0")[0].strip() or b"x", 8)
    except ValueError:
        return False
    return stated == sum(head[:148]) + 8 * 32 + sum(head[156:BLOCK])
