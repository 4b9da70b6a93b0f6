"""A machine that keeps records behind SMART Health Links, with a certificate of its own."""

import base64
import json
import secrets
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

type Said = tuple[int, bytes]


@dataclass
class Keeper:
    """What it answers, by path; `asked`: what it was told, in order."""

    port: int
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    answers: dict[str, Callable[[dict[str, Any]], Said]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def address(self, path: str) -> str:
        return f"https://localhost:{self.port}{path}"

    def link(self, path: str, **more: object) -> bytes:
        """A link to a path, as it is written."""
        told = {"url": self.address(path), "key": plain(self.key), "label": "Summary of care", **more}
        return b"shlink:/" + plain(json.dumps(told).encode()).encode()

    def locked(self, value: object, kind: str = "application/fhir+json") -> str:
        """JSON as this machine encrypts it: JWE, written out here (RFC 7516 §3.3)."""
        header = plain(json.dumps({"alg": "dir", "enc": "A256GCM", "cty": kind}).encode())
        nonce = secrets.token_bytes(12)
        sealed = AESGCM(self.key).encrypt(nonce, json.dumps(value).encode(), header.encode())
        return ".".join([header, "", plain(nonce), plain(sealed[:-16]), plain(sealed[-16:])])


def plain(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


@contextmanager
def keeper(folder: Path) -> Iterator[Keeper]:
    """Run such a machine for a while; `folder` gets its certificate, `trusted.pem`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            self._answer(path, {"query": query})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(self.path, json.loads(body))

        def _answer(self, path: str, told: dict[str, Any]) -> None:
            made.asked.append((path, told))
            status, body = made.answers[path](told)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body.decode())
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    made = Keeper(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    written = signed.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "trusted.pem").write_bytes(written)
    (folder / "server.pem").write_bytes(secret + written)
    return folder / "server.pem"
