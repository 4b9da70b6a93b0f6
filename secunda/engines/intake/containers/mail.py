"""E-mail (RFC 5322 and MIME): the message itself and each attachment are members."""

import io
import re
from collections.abc import Iterator, Mapping
from email import policy
from email.message import MIMEPart
from email.parser import BytesParser
from functools import partial
from pathlib import Path, PurePosixPath

from secunda.engines.intake.containers.desk import TOO_MUCH, Desk, Entry

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "application/pdf": ".pdf",
    "application/dicom": ".dcm",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/heic": ".heic",
    "message/rfc822": ".eml",
}


def unpack(archive: Path, desk: Desk) -> None:
    """Take out the message as text, then the attachments; a mail is read whole, so its size is bounded."""
    if archive.stat().st_size > desk.limits.mail_bytes:
        desk.refuse(None, TOO_MUCH)
        return
    with archive.open("rb") as raw:
        message = BytesParser(policy=policy.default).parse(raw)
    names: set[str] = set()
    for name, content in _members(message):
        entry = Entry(free_name(name, names), len(content), len(content))
        desk.take(entry, partial(io.BytesIO, content))


def _members(message: MIMEPart) -> Iterator[tuple[str, bytes]]:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        yield _letter(message, body)
    parts = (part for part in _leaves(message) if part is not body and not _same_words(part, body))
    for number, part in enumerate(parts, 1):
        yield _name(part, number), _content(part)


def _letter(message: MIMEPart, body: MIMEPart) -> tuple[str, bytes]:
    heads = {name: _said(message, name) for name in _SHOWN}
    return letter(heads, _words(body), html=body.get_content_type() == "text/html")


def letter(heads: Mapping[str, str], words: str, *, html: bool) -> tuple[str, bytes]:
    """Name and bytes of a message under the lines that say who wrote it, when, and about what."""
    lines = [f"{name}: {said}" for name, said in heads.items() if said]
    if html:
        head = "".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in lines)
        return "message.html", f"<html><body>{head}</body></html>\n{words}".encode("utf-8", "replace")
    return "message.txt", "\n".join([*lines, "", words]).encode("utf-8", "replace")


def _said(message: MIMEPart, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _words(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # a character set that nobody knows
        return _content(part).decode("latin-1")


def _leaves(message: MIMEPart) -> Iterator[MIMEPart]:
    """Parts that hold something; an attached mail stays whole."""
    if message.get_content_type() == "message/rfc822":
        yield message
        return
    if not message.is_multipart():
        yield message
        return
    for part in message.iter_parts():
        yield from _leaves(part)


def _same_words(part: MIMEPart, body: MIMEPart | None) -> bool:
    """The other form, plain or HTML, of a message that is already there."""
    attached = part.get_filename() or part.is_attachment()
    return body is not None and part.get_content_maintype() == "text" and not attached


def _content(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inside = part.get_payload()
        held = inside[0] if isinstance(inside, list) and inside else part
        return bytes(held.as_bytes()) if isinstance(held, MIMEPart) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(part: MIMEPart, number: int) -> str:
    return plain_name(part.get_filename(), part.get_content_type(), number)


def plain_name(said: object, media_type: str, number: int) -> str:
    """The file name that was given to an attachment, without folders; one by its number if there is none."""
    name = re.sub(r"[\x00-\x1f]", "", PurePosixPath(str(said or "").replace("\\", "/")).name)
    return name or f"part-{number}{_ENDINGS.get(media_type, '')}"


def free_name(name: str, taken: set[str]) -> str:
    """A name that is not taken, and is from now on: mails hold many attachments of one name."""
    path, number = PurePosixPath(name), 2
    while name in taken:
        name, number = str(path.with_name(f"{path.stem} ({number}){path.suffix}")), number + 1
    taken.add(name)
    return name
