"""Storage that speaks S3, by way of fsspec. An object appears whole or not at all, so it is put under its own name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from mjq_report.archive.forms import form_of
from mjq_report.delivery.channels.channel import Parcel, Recipient, Secrets
from mjq_report.delivery.outcome import Patience, Refused, Unavailable, reason
from mjq_report.delivery.targets import Target

_FINAL = (
    "AccessDenied",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "NoSuchBucket",
    "Forbidden",
    "InvalidBucketName",
)
_PART = 2**26  # bytes; what is smaller goes in one request


class ObjectStore:
    """Puts objects below an address. Credentials and endpoint come from the target, else from the environment."""

    repeatable = True

    def __init__(self, target: Target, patience: Patience, secrets: Secrets) -> None:
        options = target.options
        self._address = str(options["address"]).rstrip("/")
        self.recipients = (Recipient(self._address, self._address),)
        self._patience = patience
        self._keys = {
            name: secrets.get(options[f"{variable}_env"], f"the {name} for {self._address}")
            for name, variable in (("key", "access_key"), ("secret", "secret_key"))
            if options[f"{variable}_env"]
        }
        self._endpoint = options["endpoint"] or None
        self._opened: Any = None

    def deliver(self, parcel: Parcel, irrevocable: Callable[[], None]) -> None:
        """Put what is not there yet, and look that it is there. Raises Refused, Unavailable."""
        irrevocable()
        town, year = parcel.briefing.folder
        for name, data in parcel.files.items():
            path = f"{self._address.partition('://')[2]}/{town}/{year}/{name}"
            if self._asked(lambda path=path, data=data: self._holds(path, data)):  # type: ignore[misc]
                continue
            kind = form_of(name).mime
            self._asked(lambda path=path, data=data, kind=kind: self._put(path, data, kind))  # type: ignore[misc]
            if not self._asked(lambda path=path, data=data: self._holds(path, data)):  # type: ignore[misc]
                raise Unavailable(f"{name}: did not arrive completely")

    def close(self) -> None:
        """The library keeps its own connections."""

    def _files(self) -> Any:
        if self._opened is None:
            try:
                import fsspec
                import s3fs  # noqa: F401
            except ImportError:
                raise Refused("s3:// needs fsspec and s3fs; run: pip install 'mjq-report[publish]'") from None
            seconds = self._patience.timeout
            self._opened = fsspec.filesystem(
                "s3", endpoint_url=self._endpoint, use_listings_cache=False, skip_instance_cache=True, **self._keys,
                config_kwargs={"connect_timeout": seconds, "read_timeout": seconds, "retries": {"max_attempts": 0}},
            )  # fmt: skip
            self._opened.retries = 1  # waiting and trying again are ours to decide
        return self._opened

    def _put(self, path: str, data: bytes, kind: str) -> None:
        self._files().pipe_file(path, data, chunksize=_PART, ContentType=kind)

    def _holds(self, path: str, data: bytes) -> bool:
        """Whether the object has these bytes. An ETag that is their MD5 spares reading it; others say nothing."""
        try:
            info = self._files().info(path, refresh=True)
        except FileNotFoundError:
            return False
        if info.get("size") != len(data):
            return False
        if str(info.get("ETag", "")).strip('"') == hashlib.md5(data, usedforsecurity=False).hexdigest():
            return True
        return bool(self._files().cat_file(path) == data)

    def _asked(self, ask: Callable[[], Any]) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

        try:
            return ask()
        except NoCredentialsError:
            raise Refused(
                "there are no credentials; name them in the target, or set AWS_ACCESS_KEY_ID and its like"
            ) from None
        except (PermissionError, FileNotFoundError) as error:
            raise Refused(f"the storage service refused: {reason(error)}") from None
        except (OSError, BotoCoreError, ClientError, ValueError) as error:
            text = reason(error)
            cause = f"{text} {error.__cause__ or ''}"
            if any(word in cause for word in _FINAL):
                raise Refused(f"the storage service refused: {text}") from None
            raise Unavailable(f"the storage service failed or did not answer: {text}") from None
