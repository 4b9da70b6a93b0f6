"""What goes back over the wire."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

# Nothing of a case may stay in a shared cache, or in the browser once the session is over.
PRIVATE = (b"cache-control", b"private, no-store")

# Media types of encapsulated frames (PS3.18 §8.7.3.3.2); all else is sent as it lies.
FRAME_TYPES = {
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.51": "image/jpeg",
    "1.2.840.10008.1.2.4.57": "image/jpeg",
    "1.2.840.10008.1.2.4.70": "image/jpeg",
    "1.2.840.10008.1.2.4.80": "image/jls",
    "1.2.840.10008.1.2.4.81": "image/jls",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
    "1.2.840.10008.1.2.4.201": "image/jphc",
    "1.2.840.10008.1.2.4.202": "image/jphc",
    "1.2.840.10008.1.2.4.203": "image/jphc",
    "1.2.840.10008.1.2.5": "image/dicom-rle",
}


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of one response."""

    status: int
    content_type: str
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = field(default=(PRIVATE,))


def dicom_json(rows: object) -> Answer:
    """A list of datasets as DICOM JSON."""
    return Answer(200, "application/dicom+json", json.dumps(rows, ensure_ascii=False).encode())


def refused(status: int, says: str) -> Answer:
    """A short word about what was wrong with the request."""
    return Answer(status, "application/json", json.dumps({"says": says}).encode())


def frame_type(transfer_syntax: str) -> str:
    """The media type of a frame, with the transfer syntax that decoders go by."""
    media = FRAME_TYPES.get(transfer_syntax, "application/octet-stream")
    return f"{media};transfer-syntax={transfer_syntax}"


def multipart(parts: Iterable[tuple[str, bytes]], kind: str) -> Answer:
    """Several parts in one body (RFC 2387); `kind` is the type of the first."""
    boundary = f"secunda-{uuid.uuid4().hex}"
    pieces: list[bytes] = []
    for content_type, body in parts:
        pieces += [f"--{boundary}\r\nContent-Type: {content_type}\r\n\r\n".encode(), body, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return Answer(200, f'multipart/related; type="{kind}"; boundary={boundary}', b"".join(pieces))
