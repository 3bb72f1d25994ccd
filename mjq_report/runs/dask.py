"""Workers on dask.distributed: a cluster of processes on this machine, or one that runs already.

A Dask scheduler runs whatever it is sent, by whoever can reach it. Our own cluster therefore listens on the
loopback address alone, takes none but our own certificates and opens no dashboard; a cluster elsewhere is to be
reached by `tls://`, with certificates from Dask's own settings (`DASK_DISTRIBUTED__COMM__TLS__…`).

Workers load this module before their first task (`dask_setup`).
"""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from mjq_report.archive.versions import build_versions
from mjq_report.errors import ConfigError, UsageError
from mjq_report.runs.pool import Workers
from mjq_report.settings import portable

LOOPBACK = "127.0.0.1"
# Dask watches itself, fifty times a second in every process, for a dashboard that we do not open and for data that
# moves between workers, of which there is none: with that a task of 10 ms took 22, without 13.
_QUIET = {
    "distributed.admin.system-monitor.disk": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.system-monitor.interval": "60s",
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.tick.limit": "60s",
    "distributed.client.heartbeat": "60s",
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.work-stealing": False,
    "distributed.worker.profile.enabled": False,
}
_BUNDLE = 8  # briefings that a task builds: with one each, a tenth of the time went into handing them out
_PATIENCE = 15  # seconds until a scheduler, then a worker, must have answered


def caution(address: str) -> str:
    """What to know before using an address; "" when there is nothing."""
    if address == "local" or _parts(address).scheme == "tls" or _is_loopback(_parts(address).hostname or ""):
        return ""
    return (
        f"--dask {address}: without TLS anyone who can reach this scheduler can run code on all its workers; "
        "use tls:// with certificates outside a closed network"
    )


@contextmanager
def executor(address: str, jobs: int) -> Iterator[Workers]:
    """Workers at `address`; `local` starts `jobs` processes, which end with the block.

    Raises UsageError for what is no address; ConfigError when the library or a certificate is missing, nobody
    answers, or workers have other versions than we.
    """
    if address != "local":
        _parts(address)
    # Workers start as `python -c`, which would look for modules in the current folder first.
    os.environ["PYTHONSAFEPATH"] = "1"
    if address == "local" and importlib.util.find_spec("distributed"):
        # A Dask worker works in a thread, to which glibc gives a heap that it hands back to the system after every briefing.
        portable.start_fork_server(["distributed", "mjq_report.runs.warm"], MALLOC_ARENA_MAX="1")
    try:
        import cryptography  # noqa: F401 - for the certificates
        import distributed
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise ConfigError(
            "--dask needs dask.distributed and cryptography, which are not installed; run: pip install 'mjq-report[distributed]'"
        ) from None
    with _local(distributed, jobs) if address == "local" else _remote(distributed, address) as client:
        width = sum(client.nthreads().values())
        yield Workers(lambda: client.get_executor(pure=False), width, KilledWorker, _BUNDLE)


@contextmanager
def _local(distributed: Any, jobs: int) -> Iterator[Any]:
    """A cluster of our own. A task whose worker died is handed back at once: `workers` tries it again by itself.

    Certificates are made for the occasion and kept in memory, as other users of this machine can reach the
    loopback address too. The web servers that Dask always starts are given no pages.
    """
    import dask

    # Dask would have the fork server load all that it may ever need, and load it here too; told that it has done so,
    # it does not.
    distributed.utils._forkserver_preload_set = True
    ours = {
        **_QUIET,
        "distributed.worker.multiprocessing-method": portable.start_method(),
        "distributed.scheduler.allowed-failures": 0,
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
    }
    with (
        tempfile.TemporaryDirectory(prefix="mjq-report-") as folder,
        dask.config.set(ours),
        distributed.LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": f"{LOOPBACK}:0"},  # its web server's, which has no dashboard
            security=True,
            local_directory=folder,
            preload=[__name__],
            memory_limit=0,
            silence_logs="CRITICAL",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@contextmanager
def _remote(distributed: Any, address: str) -> Iterator[Any]:
    try:
        security = distributed.Security(require_encryption=True) if address.startswith("tls://") else None
        client = distributed.Client(address, security=security, timeout=_PATIENCE)
    except (OSError, TypeError, ValueError) as error:
        raise ConfigError(
            f"--dask {address}: no scheduler answers there: {' '.join(str(error).split())}; for tls:// set "
            "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__CLIENT__CERT and …__CLIENT__KEY"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise ConfigError(f"--dask {address}: the scheduler has no workers; start some and run again") from None
        for worker, theirs in client.run(build_versions).items():
            other = [name for name, version in build_versions().items() if theirs.get(name) != version]
            if other:
                raise ConfigError(f"--dask {address}: {worker} has another {', '.join(other)}; install the same there")
        yield client


def _parts(address: str) -> Any:
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname:
        raise UsageError(f"--dask {address}: give `local`, tcp://host:port or tls://host:port")
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def dask_setup(_worker: object) -> None:
    """In a worker, before its first task: load what tasks need, and leave Ctrl-C to the one who ordered them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import mjq_report.runs.warm  # noqa: F401
