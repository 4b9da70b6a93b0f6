"""A PDF that opens only with a password, as hospital portals send them (ISO 32000-1 §7.6, V 2, R 3: RC4).

An old lock on purpose: it is the one that patients still bring, and it is no protection worth copying.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence

from PIL import Image

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")  # algorithm 2
_PERMISSIONS = -44
_KEY_BYTES = 16
_ROUNDS = 50


def locked_pdf(pages: Sequence[Image.Image], password: str, *, dots_per_inch: int) -> bytes:
    """These grey pictures as the pages of a PDF whose contents are locked with a password."""
    name = hashlib.md5(b"".join(page.tobytes() for page in pages), usedforsecurity=False).digest()
    owner = _owner_key(password)
    key = _file_key(password, owner, name)
    bodies = list(_objects(pages, key, dots_per_inch))
    keys = f"/O <{owner.hex()}> /U <{_user_key(key, name).hex()}>"
    lock = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P {_PERMISSIONS} {keys} >>"
    bodies.append(lock.encode())
    return _written(bodies, name)


def _objects(pages: Sequence[Image.Image], key: bytes, dots_per_inch: int) -> Iterator[bytes]:
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pages)))
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    for number, page in enumerate(pages):
        first = 3 + 3 * number
        width, height = (side * 72 / dots_per_inch for side in page.size)
        yield (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] "
            f"/Contents {first + 1} 0 R /Resources << /XObject << /Im {first + 2} 0 R >> >> >>"
        ).encode()
        yield _stream(f"{width:.2f} 0 0 {height:.2f} 0 0 cm /Im Do".encode(), "", key, first + 1)
        jpeg = io.BytesIO()
        page.save(jpeg, "JPEG", quality=60)
        shape = f"/Width {page.width} /Height {page.height} /ColorSpace /DeviceGray /BitsPerComponent 8"
        about = f"/Type /XObject /Subtype /Image {shape} /Filter /DCTDecode "
        yield _stream(jpeg.getvalue(), about, key, first + 2)


def _stream(content: bytes, about: str, key: bytes, number: int) -> bytes:
    """A stream under the key of its object (algorithm 1)."""
    own = hashlib.md5(key + number.to_bytes(3, "little") + bytes(2), usedforsecurity=False).digest()
    locked = _rc4(own, content)
    return f"<< {about}/Length {len(locked)} >>\nstream\n".encode() + locked + b"\nendstream"


def _owner_key(password: str) -> bytes:
    """Algorithm 3; the owner's password is the user's."""
    digest = hashlib.md5(_padded(password), usedforsecurity=False).digest()
    for _ in range(_ROUNDS):
        digest = hashlib.md5(digest, usedforsecurity=False).digest()
    return _many_times(digest[:_KEY_BYTES], _padded(password))


def _file_key(password: str, owner: bytes, name: bytes) -> bytes:
    """Algorithm 2."""
    allowed = _PERMISSIONS.to_bytes(4, "little", signed=True)
    digest = hashlib.md5(_padded(password) + owner + allowed + name, usedforsecurity=False).digest()
    for _ in range(_ROUNDS):
        digest = hashlib.md5(digest[:_KEY_BYTES], usedforsecurity=False).digest()
    return digest[:_KEY_BYTES]


def _user_key(key: bytes, name: bytes) -> bytes:
    """Algorithm 5."""
    digest = hashlib.md5(_PADDING + name, usedforsecurity=False).digest()
    return _many_times(key, digest) + bytes(16)


def _many_times(key: bytes, content: bytes) -> bytes:
    for step in range(20):
        content = _rc4(bytes(byte ^ step for byte in key), content)
    return content


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PADDING)[:32]


def _rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    other = 0
    for one in range(256):
        other = (other + state[one] + key[one % len(key)]) % 256
        state[one], state[other] = state[other], state[one]
    out = bytearray()
    one = other = 0
    for byte in content:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        out.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(out)


def _written(bodies: Sequence[bytes], name: bytes) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    ids = f"[<{name.hex()}> <{name.hex()}>]"
    trailer = f"<< /Size {len(bodies) + 1} /Root 1 0 R /Encrypt {len(bodies)} 0 R /ID {ids} >>"
    out.write(f"trailer\n{trailer}\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()
