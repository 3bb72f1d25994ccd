"""A relay in front of a server, which cuts or stalls a connection; and listeners that behave badly from the start."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A listener that hands each connection to `serve` in a thread of its own; gives its port."""
    server = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                held.append(connection)
                threading.Thread(target=_quietly, args=(serve, connection), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        for connection in held:
            connection.close()


def _quietly(serve: Callable[[socket.socket], None], connection: socket.socket) -> None:
    with suppress(OSError), connection:
        serve(connection)


def mute(connection: socket.socket) -> None:
    """Take the connection and say nothing."""
    while connection.recv(4096):
        pass


def saying(*lines: bytes) -> Callable[[socket.socket], None]:
    """Say something, and hang up."""

    def serve(connection: socket.socket) -> None:
        connection.sendall(b"".join(lines))
        connection.shutdown(socket.SHUT_WR)
        mute(connection)

    return serve


def trickling(text: bytes, pause: float) -> Callable[[socket.socket], None]:
    """Say it byte by byte, over and over."""

    def serve(connection: socket.socket) -> None:
        while True:
            for byte in text:
                connection.sendall(bytes([byte]))
                time.sleep(pause)

    return serve


@contextmanager
def relay(port: int, cuts: list[int]) -> Iterator[int]:
    """Pass connections on to a port. Each takes the next of `cuts`: after so many bytes from the client it is cut.

    When there are no more, connections last.
    """

    def serve(client: socket.socket) -> None:
        left = cuts.pop(0) if cuts else -1
        with socket.create_connection(("127.0.0.1", port)) as server:
            back = threading.Thread(target=_pass, args=(server, client), daemon=True)
            back.start()
            while data := client.recv(4096):
                if 0 <= left < len(data):
                    server.sendall(data[:left])
                    time.sleep(0.05)
                    break
                server.sendall(data)
                left -= len(data) if left >= 0 else 0
            for side in (server, client):
                with suppress(OSError):
                    side.shutdown(socket.SHUT_RDWR)
            back.join(2)

    with listening(serve) as entrance:
        yield entrance


def _pass(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
