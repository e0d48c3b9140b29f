"""The ways in that need files: certificates and credentials, made here."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nkeys
import pytest

from flux_tui.engine.log.jetstream.address import parse_address
from flux_tui.engine.log.jetstream.connection import Connection
from flux_tui.errors import LogError, UsageError
from tests.nats.servers import NatsServer, nats_server

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes certificates")


@contextmanager
def encrypting(tmp_path: Path, more: str = "", *, verify: bool = False) -> Iterator[NatsServer]:
    """A server with a certificate of its own making, for 127.0.0.1.

    To ``verify`` means to speak only to those who show that certificate themselves.
    """
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    demand = f', ca_file: "{certificate}", verify: true' if verify else ""
    extra = f'tls {{ cert_file: "{certificate}", key_file: "{key}"{demand} }}\n{more}'
    with nats_server(tmp_path, extra, "tls") as server:
        yield server


@needs_openssl
async def test_a_server_whose_certificate_is_vouched_for_is_spoken_to(tmp_path: Path) -> None:
    with encrypting(tmp_path, 'authorization { token: "s3cret" }') as server:
        url = server.url.replace("tls://", "tls://s3cret@")
        connection = await Connection.open(parse_address(url, ca=tmp_path / "cert.pem"))
        assert (await connection.ask("INFO"))["streams"] == 0
        await connection.close()


@needs_openssl
async def test_a_server_that_nobody_vouches_for_is_not_spoken_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flux_tui.engine.log.jetstream.connection.CONNECT_SECONDS", 1.0)
    with encrypting(tmp_path) as server, pytest.raises(LogError, match="certificate"):
        await Connection.open(parse_address(server.url))


@needs_openssl
async def test_a_server_that_wants_a_certificate_gets_it(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    with encrypting(tmp_path, verify=True) as server:
        address = parse_address(server.url, ca=certificate, certificate=certificate, key=key)
        connection = await Connection.open(address)
        assert (await connection.ask("INFO"))["streams"] == 0
        await connection.close()
        with pytest.raises(LogError, match="check the token, the credentials and the certificates"):
            await Connection.open(parse_address(server.url, ca=certificate))


def _encoded(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def _jwt(issuer: nkeys.KeyPair, subject: nkeys.KeyPair, kind: str, claims: Any) -> str:
    """A claim as NATS reads it: an Ed25519 signature over header and body."""
    body: dict[str, Any] = {
        "iat": 1,
        "iss": issuer.public_key.decode(),
        "sub": subject.public_key.decode(),
        "name": kind,
        "nats": {"type": kind, "version": 2, **claims},
    }
    digest = hashlib.sha256(json.dumps(body).encode()).digest()
    body["jti"] = base64.b32encode(digest).rstrip(b"=").decode()
    header = _encoded(json.dumps({"typ": "JWT", "alg": "ed25519-nkey"}).encode())
    signed = header + b"." + _encoded(json.dumps(body).encode())
    return (signed + b"." + _encoded(issuer.sign(signed))).decode()


def _pair(prefix: int, seed: bytes) -> nkeys.KeyPair:
    return nkeys.from_seed(nkeys.encode_seed(seed, prefix))


async def test_a_credentials_file_lets_in(tmp_path: Path) -> None:
    operator = _pair(nkeys.PREFIX_BYTE_OPERATOR, bytes(range(32)))
    account = _pair(nkeys.PREFIX_BYTE_ACCOUNT, bytes(range(1, 33)))
    seed = nkeys.encode_seed(bytes(range(2, 34)), nkeys.PREFIX_BYTE_USER)
    user = nkeys.from_seed(seed)
    unlimited = {"mem_storage": -1, "disk_storage": -1, "streams": -1, "consumer": -1}
    limits = {"subs": -1, "data": -1, "payload": -1, "conn": -1, "imports": -1, "exports": -1}
    account_jwt = _jwt(operator, account, "account", {"limits": {**limits, **unlimited}})
    user_jwt = _jwt(account, user, "user", {"subs": -1, "data": -1, "payload": -1})
    credentials = tmp_path / "user.creds"
    credentials.write_text(
        f"-----BEGIN NATS USER JWT-----\n{user_jwt}\n------END NATS USER JWT------\n\n"
        f"-----BEGIN USER NKEY SEED-----\n{seed.decode()}\n------END USER NKEY SEED------\n"
    )
    system = _pair(nkeys.PREFIX_BYTE_ACCOUNT, bytes(range(3, 35)))
    preloaded = {
        account: account_jwt,
        system: _jwt(operator, system, "account", {"limits": limits}),
    }
    accounts = ", ".join(f"{pair.public_key.decode()}: {jwt}" for pair, jwt in preloaded.items())
    extra = (
        f"operator: {_jwt(operator, operator, 'operator', {})}\n"
        f"system_account: {system.public_key.decode()}\n"
        f"resolver: MEMORY\nresolver_preload: {{ {accounts} }}\n"
    )
    with nats_server(tmp_path, extra) as server:
        with pytest.raises(LogError, match="does not let the engine in"):
            await Connection.open(parse_address(server.url))
        nonsense = tmp_path / "nonsense.creds"
        nonsense.write_text("hello\n")
        with pytest.raises(UsageError, match="no credentials file"):
            parse_address(server.url, credentials=nonsense)
        connection = await Connection.open(parse_address(server.url, credentials=credentials))
        assert (await connection.ask("INFO"))["streams"] == 0
        await connection.close()


def test_what_credentials_need_and_is_not_installed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "user.creds").write_text("BEGIN NATS USER JWT, BEGIN USER NKEY SEED")
    monkeypatch.setitem(sys.modules, "nkeys", None)
    with pytest.raises(UsageError, match=r"pip install 'flux-tui\[nkeys\]'"):
        parse_address("host", credentials=tmp_path / "user.creds")
