"""Signatures: unbroken, over the whole file, and without changing a byte of what is signed."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from mjq_report.errors import ConfigError, VerificationError
from mjq_report.runs.proof import prove
from mjq_report.signing import check_signatures, sign
from tests.keys import PASSWORD, certificate, key_file

WHEN = dt.datetime(2026, 11, 21, 8, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PKCS#12 file with a key and a certificate that it signed itself."""
    return key_file(tmp_path_factory.mktemp("key") / "key.p12")


@pytest.fixture(scope="module")
def signed(briefing: bytes, key: Path) -> bytes:
    return sign(briefing, key, PASSWORD, when=WHEN)


def test_the_signature_stands_behind_the_bytes_that_were_there(briefing: bytes, signed: bytes) -> None:
    assert signed.startswith(briefing)
    (signature,) = check_signatures(signed)
    assert signature.problems == ()
    assert "马驹桥镇政府" in signature.line
    assert "2026-11-21T08:00:00" in signature.line


def test_the_same_key_and_time_give_the_same_bytes(briefing: bytes, signed: bytes, key: Path) -> None:
    assert sign(briefing, key, PASSWORD, when=WHEN) == signed


def test_a_signed_briefing_still_holds_and_is_built_again(briefing: bytes, signed: bytes) -> None:
    report = prove(signed)
    assert report.holds
    assert "the same bytes" in report.compared
    assert "signed by Common Name: 马驹桥镇政府" in report.compared
    assert "nobody vouches" in report.compared


def test_a_file_is_signed_where_an_event_loop_runs(briefing: bytes, signed: bytes, key: Path) -> None:
    async def within() -> bytes:
        return sign(briefing, key, PASSWORD, when=WHEN)

    assert asyncio.run(within()) == signed


def test_an_unsigned_file_has_no_signatures(briefing: bytes) -> None:
    assert check_signatures(briefing) == []


def test_the_field_is_invisible_and_prints(signed: bytes, tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(signed)
    with pikepdf.open(tmp_path / "signed.pdf") as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        left, bottom, right, top = (float(v) for v in field.Rect)
        assert (right - left, top - bottom) == (0, 0)
        assert right < 0
        assert int(field.F) & 0b111110 == 4
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
        assert len(pdf.pages[0].obj.Annots) > 1


def test_what_was_added_behind_a_signature_is_found(signed: bytes) -> None:
    (signature,) = check_signatures(signed + b"\n% more\n")
    assert signature.problems == ("signature Signature: does not cover the whole file; something was added behind it",)
    assert prove(signed + b"\n% more\n").problems == signature.problems


def test_a_byte_changed_below_a_signature_is_found(signed: bytes) -> None:
    comment = signed.index(b"%\xbf\xf7\xa2\xfe")
    broken = signed[: comment + 1] + b"\xbe" + signed[comment + 2 :]
    (signature,) = check_signatures(broken)
    assert signature.problems == ("signature Signature: the file was changed after it was signed",)
    assert signature.problems[0] in prove(broken).problems


def test_a_second_signature_covers_the_first(signed: bytes, key: Path) -> None:
    with pytest.raises(VerificationError, match="cannot be signed"):
        sign(signed, key, PASSWORD, when=WHEN)  # the one field is taken


def test_keys_that_cannot_be_used(briefing: bytes, key: Path, tmp_path: Path) -> None:
    (tmp_path / "text.p12").write_text("no key")
    (tmp_path / "large.p12").write_bytes(b"0" * (2**20 + 1))
    for path, password, words in (
        (key, "wrong", "not a PKCS#12 file that this password opens"),
        (tmp_path / "text.p12", PASSWORD, "not a PKCS#12 file"),
        (tmp_path / "large.p12", PASSWORD, "larger than"),
        (tmp_path / "none.p12", PASSWORD, "No such file"),
    ):
        with pytest.raises(ConfigError, match=words) as error:
            sign(briefing, path, password)
        assert len(error.value.lines()) == 1
        assert PASSWORD not in str(error.value)


def test_a_file_that_cannot_be_signed(key: Path) -> None:
    with pytest.raises(VerificationError, match="the PDF cannot be signed"):
        sign(b"no PDF", key, PASSWORD)


# ---------------------------------------------------------------------- time stamps


@pytest.fixture
def stamper() -> Iterator[str]:
    """A time stamp server on this machine; its address."""
    from pyhanko.sign.timestamps import DummyTimeStamper

    private, public = certificate("Time", ExtendedKeyUsageOID.TIME_STAMPING)
    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    dummy = DummyTimeStamper(
        asn1_x509.Certificate.load(public.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(private.private_bytes(*form)),
        fixed_dt=dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC),
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = dummy.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_a_time_stamp_is_asked_for_and_checked(briefing: bytes, key: Path, stamper: str) -> None:
    (signature,) = check_signatures(sign(briefing, key, PASSWORD, stamper, WHEN))
    assert signature.problems == ()
    assert "at 2026-11-21T09:00:00+00:00 by a time stamp" in signature.line


def test_a_time_stamp_server_that_does_not_answer(briefing: bytes, key: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot sign with a time stamp from http://127\.0\.0\.1:9/"):
        sign(briefing, key, PASSWORD, "http://127.0.0.1:9/", WHEN)


def test_without_the_extra_both_say_what_to_install(
    briefing: bytes, signed: bytes, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyhanko.sign.general", None)
    with pytest.raises(ConfigError, match=r"install mjq-report\[sign\]"):
        sign(briefing, key, PASSWORD)
    (signature,) = check_signatures(signed)
    assert signature.problems == ("the file is signed; install mjq-report[sign] to check the signature",)
