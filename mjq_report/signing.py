"""Signatures: added to a finished briefing, and checked in one (PAdES baseline B, ETSI EN 319 142-1).

A signature is an incremental update: the bytes that were there stay as they are, so the pages keep
their digests and `verify` can build what stands before it again. The field is invisible: its box has no area and lies outside the page,
which is how PDF/A-3 (annotations must be printable) and PDF/UA-1 (annotations on the page must be
tagged) are both kept. Neither title nor dates of the metadata are touched.

pyHanko is an extra (`mjq-report[sign]`); it is loaded only when there is something to sign or to check.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import io
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf

from mjq_report.errors import ConfigError, VerificationError
from mjq_report.settings.paths import read_plain

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from pyhanko.sign.signers import SimpleSigner

FIELD = "Signature"
PASSWORD = "MJQ_SIGN_PASSWORD"  # noqa: S105  (the variable's name, not a password)
_ROOM = 16384  # bytes kept free for the signature with its certificates and, if there is one, its time stamp
_MAX_KEY_FILE = 2**20
_INSTALL = "install mjq-report[sign]"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was checked: who signed, when by their own clock or a stamped one, and what is wrong with it."""

    field: str
    signer: str
    time: str
    problems: tuple[str, ...]
    trusted: bool = False

    @property
    def line(self) -> str:
        """One line for a person. Without a certificate to hold it against, anybody may have signed in any name."""
        vouched = (
            "whose certificate is the one to trust" if self.trusted else "for whom nobody vouches (--trust CERT.pem)"
        )
        return f"signed by {self.signer} {self.time}, {vouched}"


# --------------------------------------------------------------------------- signing


def sign(
    data: bytes, key_file: Path, password: str, timestamp_url: str | None = None, when: dt.datetime | None = None
) -> bytes:
    """A signed copy of a PDF: the same bytes with the signature behind them.

    `key_file` is a PKCS#12 file, `when` the time that the signature claims (by default the present). With an RSA
    key and a given time the result is the same every time. Raises ConfigError for a key that cannot be
    used or a time stamp server that does not answer, VerificationError for a file that cannot be signed.
    """
    try:
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign.general import SigningError
    except ImportError:
        raise ConfigError(f"signing needs pyHanko; {_INSTALL}") from None
    _quiet()
    signer = _key(key_file, password)
    try:
        return _apart(lambda: _signed(data, signer, timestamp_url, when))
    except (PdfError, SigningError, ValueError, OSError) as error:
        if timestamp_url:
            raise ConfigError(f"cannot sign with a time stamp from {timestamp_url}: {_said(error)}") from None
        raise VerificationError(f"the PDF cannot be signed: {_said(error)}") from None


def _apart(work: Callable[[], bytes]) -> bytes:
    """What `work` gives; in a thread of its own where an event loop runs, since pyHanko starts one (in a notebook, say)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()


def _signed(data: bytes, signer: SimpleSigner, timestamp_url: str | None, when: dt.datetime | None) -> bytes:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.timestamps import HTTPTimeStamper

    class Writer(IncrementalPdfFileWriter):
        """Adds the signature and nothing else: no new date, producer or random file id."""

        def _update_meta(self) -> None:
            first = self._document_id[0]
            second = generic.ByteStringObject(hashlib.sha256(data).digest()[:16])
            self._document_id = generic.ArrayObject([first, second])

    class TimedSigner(PdfSigner):
        """A signer that claims the time it is given."""

        def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = when or session.system_time
            return session

    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=signer.subject_name,
    )
    field = SigFieldSpec(
        FIELD,
        invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True),
        readable_field_name=FIELD,
    )
    stamper = HTTPTimeStamper(timestamp_url) if timestamp_url else None
    out = io.BytesIO()
    TimedSigner(meta, signer, timestamper=stamper, new_field_spec=field).sign_pdf(
        Writer(io.BytesIO(data)), output=out, bytes_reserved=_ROOM
    )
    return out.getvalue()


def _key(path: Path, password: str) -> SimpleSigner:
    """The key and certificates of a PKCS#12 file. Raises ConfigError."""
    from pyhanko.sign.signers import SimpleSigner

    try:
        raw = read_plain(path, _MAX_KEY_FILE)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}; give a PKCS#12 file") from None
    if len(raw) > _MAX_KEY_FILE:
        raise ConfigError(f"{path}: is larger than a PKCS#12 file can be")
    try:
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(raw, other_certs=[], passphrase=password.encode("utf-8"))
    except (ValueError, TypeError, AttributeError, KeyError):  # whatever the parsers below make of foreign bytes
        raise ConfigError(
            f"{path}: not a PKCS#12 file that this password opens, with a key and its certificate"
        ) from None
    return signer


def _quiet() -> None:
    """pyHanko logs what it then raises."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def signer(key: Path, timestamp: str | None, when: dt.datetime) -> Callable[[bytes], bytes]:
    """What `build --sign` puts finished PDFs through: a signature with this key that claims this time.

    Raises ConfigError when the password is not in the environment.
    """
    password = os.environ.get(PASSWORD)
    if password is None:
        raise ConfigError(f"--sign needs the password of {key.name} in the environment variable {PASSWORD}")
    return lambda data: sign(data, key, password, timestamp, when)


# --------------------------------------------------------------------------- checking


def check_signatures(data: bytes, trust: bytes = b"") -> list[Signature]:
    """Every signature of a PDF in order: is it unbroken, and does it cover all of the file? Empty for an unsigned one.

    With `trust`, a certificate as PEM, it must be by that one or by one that it issued. Raises ConfigError for no PEM.
    """
    anchor = _certificate(trust) if trust else None
    if not _is_signed(data):
        return []
    try:
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.general import SigningError
    except ImportError:
        return [Signature(FIELD, "unknown", "unknown", (f"the file is signed; {_INSTALL} to check the signature",))]
    _quiet()
    try:
        found = list(PdfFileReader(io.BytesIO(data)).embedded_regular_signatures)
        last = len(found) - 1
        checked = [_checked(signature, index == last, anchor) for index, signature in enumerate(found)]
    except (PdfError, SigningError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        return [Signature(FIELD, "unknown", "unknown", (f"the signature cannot be read: {_said(error)}",))]
    return checked or [Signature(FIELD, "nobody", "never", ("there is a signature field that nobody signed",))]


def _is_signed(data: bytes) -> bool:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form = pdf.Root.get("/AcroForm")
        return form is not None and len(form.get("/Fields", [])) > 0


def _checked(signature: Any, is_last: bool, anchor: Certificate | None) -> Signature:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel as Coverage

    signature.compute_integrity_info()
    certificate = signature.signer_cert
    intact, valid = validate_sig_integrity(
        signature.signer_info, certificate, expected_content_type="data", actual_digest=signature.compute_digest()
    )
    name = str(signature.field_name)
    wanted = Coverage.ENTIRE_FILE if is_last else Coverage.ENTIRE_REVISION
    problems = []
    if not intact:
        problems.append(f"signature {name}: the file was changed after it was signed")
    if not valid:
        problems.append(f"signature {name}: is not one of its certificate")
    if signature.coverage < wanted:
        problems.append(f"signature {name}: does not cover the whole file; something was added behind it")
    claimed = signature.self_reported_timestamp
    time = f"at {claimed.isoformat()} by their own clock" if isinstance(claimed, dt.datetime) else "at no given time"
    for stamped, holds in _stamps(signature.signer_info):
        time = f"at {stamped} by a time stamp"
        if not holds:
            problems.append(f"signature {name}: its time stamp is of something else")
    trusted = anchor is not None and _is_by(certificate.dump(), anchor, claimed)
    if anchor is not None and not trusted:
        problems.append(
            f"signature {name}: is by {certificate.subject.human_friendly}, not by the certificate that was demanded"
        )
    return Signature(name, certificate.subject.human_friendly, time, tuple(problems), trusted)


def _certificate(pem: bytes) -> Certificate:
    from cryptography.x509 import load_pem_x509_certificate

    try:
        return load_pem_x509_certificate(pem)
    except ValueError:
        raise ConfigError("--trust: not a certificate in PEM form (-----BEGIN CERTIFICATE-----)") from None


def _is_by(der: bytes, anchor: Certificate, when: dt.datetime | None) -> bool:
    """Whether a certificate is the trusted one or was issued by it, and was valid when it signed."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.x509 import load_der_x509_certificate

    certificate = load_der_x509_certificate(der)
    moment = when if isinstance(when, dt.datetime) else None
    if moment and not certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc:
        return False
    try:
        if certificate != anchor:
            certificate.verify_directly_issued_by(anchor)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _stamps(signer_info: Any) -> Iterator[tuple[str, bool]]:
    """The time of each attached time stamp (RFC 3161), and whether it is unbroken and of this signature."""
    from pyhanko.sign.general import extract_certificate_info, extract_signer_info
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    for attribute in signer_info["unsigned_attrs"]:
        if attribute["type"].native != "signature_time_stamp_token":
            continue
        token = attribute["values"][0]["content"]
        content = token["encap_content_info"]["content"]
        imprint = content.parsed["message_imprint"]
        digest = hashlib.new(imprint["hash_algorithm"]["algorithm"].native, signer_info["signature"].native).digest()
        signer = extract_signer_info(token)
        told = hashlib.new(signer["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
        certificate = extract_certificate_info(token).signer_cert
        unbroken = all(
            validate_sig_integrity(signer, certificate, expected_content_type="tst_info", actual_digest=told)
        )
        yield content.parsed["gen_time"].native.isoformat(), unbroken and digest == imprint["hashed_message"].native
