"""A certified OpenID Connect provider (npm's oidc-provider) on this machine, over TLS."""

import json
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.integration.operations.serving import free_port

HERE = Path(__file__).parent
NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])


@dataclass(frozen=True)
class Provider:
    """Where it is, how a client is known there, and the certificate that proves it."""

    issuer: str
    client_id: str
    client_secret: str
    certificate: Path

    @property
    def settings(self) -> dict[str, str]:
        """What an installation must be told of it."""
        return {
            "SECUNDA_OIDC_ISSUER": self.issuer,
            "SECUNDA_OIDC_CLIENT_ID": self.client_id,
            "SECUNDA_OIDC_CLIENT_SECRET": self.client_secret,
            "SECUNDA_OIDC_NAME": "Harbour Hospital",
            "REQUESTS_CA_BUNDLE": str(self.certificate),
        }


@contextmanager
def provider(folder: Path, *, back: str, people: Mapping[str, Mapping[str, object]]) -> Iterator[Provider]:
    """A provider that knows these people by their login and any password, and leads back to one address."""
    assert (HERE / "node_modules").is_dir(), "Set the provider up first: make integration, or make test"
    folder.mkdir()
    told = {
        "port": free_port(),
        "client_id": "secunda",
        "client_secret": secrets.token_urlsafe(32),
        "redirect_uri": back,
        "people": people,
        **_certified(folder),
    }
    (folder / "provider.json").write_text(json.dumps(told), encoding="utf-8")
    command = ["node", str(HERE / "provider.mjs"), str(folder / "provider.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stderr
            started = process.stdout.readline()
            assert started == "listening\n", started + process.stderr.read()
            yield Provider(
                f"https://127.0.0.1:{told['port']}",
                str(told["client_id"]),
                str(told["client_secret"]),
                Path(str(told["certificate"])),
            )
        finally:
            process.kill()


def _certified(folder: Path) -> dict[str, str]:
    """A key, and a certificate of this machine for an hour, which is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                key_cert_sign=True,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return {"key": str(folder / "key.pem"), "certificate": str(folder / "certificate.pem")}
