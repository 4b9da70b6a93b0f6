"""E-mail out: over SMTP, or into a folder for laptops and demonstrations."""

import smtplib
import ssl
import uuid
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit


class MailUnavailable(Exception):  # noqa: N818
    """The mail server could not be reached, or refused; worth trying again."""


def deliver(url: str, *, sender: str, to: str, subject: str, body: str) -> None:
    """Send one plain-text message.

    `url` is smtp://user:secret@host:port (STARTTLS where offered), smtps://… or file:///folder.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message.set_content(body)
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(parts.path)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / f"{uuid.uuid4().hex}.eml").write_bytes(message.as_bytes())
        return
    try:
        _send(message, parts.scheme, parts.hostname or "", parts.port, parts.username, parts.password)
    except (OSError, smtplib.SMTPException) as error:
        raise MailUnavailable(type(error).__name__) from error


def _send(
    message: EmailMessage, scheme: str, host: str, port: int | None, user: str | None, secret: str | None
) -> None:
    context = ssl.create_default_context()
    if scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=20, context=context)
    else:
        server = smtplib.SMTP(host, port or 25, timeout=20)
    with server:
        server.ehlo()
        if scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if user:
            server.login(unquote(user), unquote(secret or ""))
        server.send_message(message)
