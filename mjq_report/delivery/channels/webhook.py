"""A message to a chat's robot: one POST over https, never redirected, its answer read for what it really says.

The robots answer 200 to what they refuse, so the answer's body decides. An answer of 500, 502 or 504 says nothing of
what was done before it, nor does none at all: then the message may be in the chat.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from mjq_report import __version__
from mjq_report.delivery.channels import dingtalk, feishu, slack, wecom
from mjq_report.delivery.channels.channel import Parcel, Recipient, Secrets
from mjq_report.delivery.channels.robot import Answer
from mjq_report.delivery.message import message
from mjq_report.delivery.outcome import (
    Pace,
    Patience,
    Refused,
    Unavailable,
    Uncertain,
    Unreachable,
    deadline,
    reason,
    retry_after,
)
from mjq_report.delivery.targets import Settings, Target

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ROBOTS: Mapping[str, ModuleType] = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu, "slack": slack}
_MOST = 64 * 1024  # bytes of an answer that are read
_NOT_DONE = (408, 429, 503)  # by their definition the request was not carried out (RFC 9110, RFC 6585)


class Webhook:
    """Posts one message for each briefing. The group is known by the target's name: the address may change its token."""

    repeatable = False

    def __init__(self, target: Target, settings: Settings, secrets: Secrets) -> None:
        options = target.options
        self._robot = _ROBOTS[target.kind]
        self._patience, self._link, self._ca = settings.patience, options["link"], options["ca_file"]
        self._url = _checked(
            secrets.get(options["url_env"], "the robot's address"), options["url_env"], settings.loopback_http
        )
        self._pace = Pace(*self._robot.PACE)
        variable = options.get("secret_env", "")
        self._secret = secrets.get(variable, "the robot's signing secret") if variable else ""
        self.recipients = (Recipient("robot", f"{target.kind} robot"),)

    def deliver(self, parcel: Parcel, irrevocable: Callable[[], None]) -> None:
        """Post the message. Raises Refused, Unavailable, Uncertain."""
        content = message(parcel.briefing, self._link)
        self._pace.wait()
        query, payload = self._robot.compose(content, self._secret, time.time())
        answer = self._post(query, payload, irrevocable)
        if answer.status in _NOT_DONE:
            raise Unavailable(f"the robot answered: {answer}", answer.after)
        if 300 <= answer.status < 400:
            raise Refused(f"the robot answered: {answer.status}; its address leads elsewhere, and that is not followed")
        if answer.status >= 500 or answer.status < 200:
            raise Uncertain(f"the message was sent, and the answer tells nothing of it: {answer}")
        self._robot.judge(answer)

    def close(self) -> None:
        """Nothing is held: a connection lasts for one message."""

    def _post(self, query: Mapping[str, str], payload: Any, irrevocable: Callable[[], None]) -> Answer:
        body = json.dumps(payload, ensure_ascii=False).encode("utf-8")
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"mjq-report/{__version__}",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        asked = urlencode([*parse_qsl(self._url.query, keep_blank_values=True), *query.items()])
        path = (self._url.path or "/") + (f"?{asked}" if asked else "")
        connection = _connection(self._url, self._ca, self._patience)
        with deadline(lambda: connection.sock, self._patience.whole):
            try:
                connection.connect()
            except ssl.SSLCertVerificationError as error:
                raise Refused(
                    f"{self._url.hostname}: {error.verify_message}; its certificate is not believed"
                ) from None
            except ValueError:  # the name cannot be written for DNS
                raise Refused(f"{self._url.hostname}: is no host name") from None
            except OSError as error:
                raise Unreachable(f"no connection to {self._url.hostname}: {reason(error)}") from None
            try:
                irrevocable()
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                data = answer.read(_MOST)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise Uncertain(f"the message was sent, and no complete answer came: {reason(error)}") from None
            finally:
                connection.close()
        return Answer(answer.status, data, retry_after(answer.getheader("Retry-After")))


def _checked(url: str, variable: str, loopback_http: bool) -> SplitResult:
    """The address taken apart. Raises Refused, without showing it: a robot's address is its password."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises when it is none
    except ValueError:
        raise Refused(f"{variable}: holds no address") from None
    plain = url.isascii() and url.isprintable() and " " not in url
    if not plain or not parts.hostname or parts.username is not None or parts.fragment:
        raise Refused(f"{variable}: holds no plain address such as https://…")
    if parts.scheme == "https" or (parts.scheme == "http" and loopback_http and parts.hostname in LOOPBACK):
        return parts
    raise Refused(f"{variable}: the address must begin with https://")


def _connection(url: SplitResult, ca_file: str, patience: Patience) -> http.client.HTTPConnection:
    host = url.hostname or ""
    if url.scheme == "http":
        return http.client.HTTPConnection(host, url.port, timeout=patience.timeout)
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        raise Refused(f"{ca_file}: {reason(error)}") from None
    return http.client.HTTPSConnection(host, url.port, timeout=patience.timeout, context=context)
