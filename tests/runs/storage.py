"""A storage server that speaks S3, in a process of its own on the loopback address."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

BUCKET = "briefings"


class Server:
    """A running server; `environment` is what a client of it needs, the first request of all included."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.address, self.process = f"http://127.0.0.1:{port}", process
        self.environment = {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def client(self) -> Any:
        """A client that is none of ours: what it sees is what the server has."""
        import boto3

        keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        return boto3.client("s3", endpoint_url=self.address, region_name="us-east-1", **keys)

    def upload(self, folder: Path, prefix: str) -> None:
        """Put all files below a folder."""
        client = self.client()
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                client.upload_file(str(path), BUCKET, f"{prefix}/{path.relative_to(folder).as_posix()}")

    def objects(self, prefix: str = "") -> dict[str, bytes]:
        """What is in the bucket below a prefix, by the rest of the name."""
        client = self.client()
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
        return {
            key.removeprefix(f"{prefix}/"): client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys
        }

    def written(self, prefix: str) -> dict[str, Any]:
        """When each object was last written."""
        pages = self.client().get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        return {item["Key"]: item["LastModified"] for page in pages for item in page.get("Contents", [])}

    def requests(self) -> list[str]:
        """The requests that arrived so far, as `PUT /bucket/key`."""
        log = self.log.read_text(encoding="utf-8", errors="replace")
        return [line.split('"')[1].rpartition(" ")[0] for line in log.splitlines() if '"' in line]

    log: Path


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Start a server, with one empty bucket; its log goes into a folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "storage.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=stream,
            stderr=stream,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        try:
            server = Server(port, process)
            server.log = log
            _await(server)
            server.client().create_bucket(Bucket=BUCKET)
            yield server
        finally:
            process.kill()
            process.wait()


def _await(server: Server, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.process.poll() is None, server.log.read_text()
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{server.address}/moto-api/", timeout=5).close()
            return
        time.sleep(0.1)
    raise AssertionError(server.log.read_text())
