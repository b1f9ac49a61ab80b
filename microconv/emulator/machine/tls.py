"""A private certificate authority and a server certificate, made new for each process.

All emulators of one process share them: gRPC reads GRPC_DEFAULT_SSL_ROOTS_FILE_PATH once in the life of a process, so a
client in that process could not trust a second authority (measured with grpcio 1.85.1 on 2026-11-23). For the same
reason the variable has to be set before the process opens its first gRPC channel with default credentials.
"""

from __future__ import annotations

import ipaddress
import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from microconv.emulator.errors import EmulatorError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM texts: the authority that clients trust, and the server's certificate chain and key."""

    authority: bytes
    chain: bytes
    key: bytes

    def write(self, folder: Path) -> CertificateFiles:
        """Write ``ca.pem``, ``server.pem`` and ``server-key.pem`` into `folder`, each readable by its owner only."""
        files = CertificateFiles(folder / "ca.pem", folder / "server.pem", folder / "server-key.pem")
        write_private(files.authority, self.authority)
        write_private(files.chain, self.chain)
        write_private(files.key, self.key)
        return files


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """The paths of the PEM files."""

    authority: Path
    chain: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        """A TLS server context with the server's certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.chain, self.key)
        return context


@lru_cache(maxsize=8)
def process_certificates(names: tuple[str, ...] = ("localhost",)) -> Certificates:
    """The certificates that every emulator of this process uses."""
    return make_certificates(names)


def make_certificates(names: Sequence[str], lifetime: timedelta = _LIFETIME) -> Certificates:
    """Make an authority and a server certificate for `names`, 127.0.0.1 and ::1 (EC keys on P-256)."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    server_key = ec.generate_private_key(ec.SECP256R1())
    authority_name = _name("microconv emulator authority")
    authority = (
        _certificate(authority_name, authority_name, authority_key.public_key(), lifetime)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    addresses = [ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")]
    alternatives = [x509.DNSName(name) for name in names], [x509.IPAddress(address) for address in addresses]
    server = (
        _certificate(_name(names[0]), authority_name, server_key.public_key(), lifetime)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([*alternatives[0], *alternatives[1]]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    authority_pem = authority.public_bytes(serialization.Encoding.PEM)
    key_pem = server_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Certificates(authority_pem, server.public_bytes(serialization.Encoding.PEM) + authority_pem, key_pem)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, lifetime: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + lifetime)
    )


def _usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, also while it is being written. An existing file is replaced.

    Raises EmulatorError if it cannot be written.
    """
    try:
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        raise EmulatorError(f"cannot write {path}: {error.strerror}") from error
