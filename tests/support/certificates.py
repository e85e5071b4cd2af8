"""A certificate authority of the test's own, and a server certificate that it signed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM: what a client trusts, and what a server shows and signs with."""

    authority: Path
    server: Path
    key: Path


def certificates_for(host: str, folder: Path) -> Certificates:
    """Make an authority and a certificate for one host name, good for a day."""
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "MedBook tests")])
    authority = _certificate(name, name, authority_key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), True
    )
    usage = x509.KeyUsage(*(place in ("cert", "crl") for place in ["s", "c", "k", "d", "a", "cert", "crl", "e", "o"]))
    authority = authority.add_extension(usage, True).add_extension(_identifier(authority_key), False)
    server_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    server = _certificate(server_name, name, server_key.public_key())
    server = server.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
    server = server.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), False)
    files = Certificates(folder / "authority.pem", folder / "server.pem", folder / "server.key")
    files.authority.write_bytes(authority.sign(authority_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    files.server.write_bytes(server.sign(authority_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        server_key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return x509.CertificateBuilder(
        issuer, subject, key, x509.random_serial_number(), now - timedelta(hours=1), now + timedelta(days=1)
    )


def _identifier(key: ec.EllipticCurvePrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())
