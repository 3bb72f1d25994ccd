"""The key by which finished PDFs are signed: a PKCS#12 file, its password from the environment, the time of signing."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from mjq_report.errors import ConfigError
from mjq_report.verification.signing import sign

PASSWORD = "MJQ_SIGN_PASSWORD"  # noqa: S105  (the variable's name, not a password)


def signer(key: Path, timestamp: str | None, when: dt.datetime) -> Callable[[bytes], bytes]:
    """What `build --sign` puts finished PDFs through: a signature with this key that claims this time.

    Raises ConfigError when the password is not in the environment.
    """
    password = os.environ.get(PASSWORD)
    if password is None:
        raise ConfigError(f"--sign needs the password of {key.name} in the environment variable {PASSWORD}")
    return lambda data: sign(data, key, password, timestamp, when)
