"""A slow line to the database: a TCP port whose every packet to the server is held up."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PACKET = 1 << 16


@contextmanager
def slow_line(socket: Path, *, delay_ms: float) -> Iterator[int]:
    """The port of a proxy to that Unix socket, for as long as this lasts."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_open(socket, delay_ms / 1_000), loop).result(10)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _open(socket: Path, delay: float) -> asyncio.Server:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await asyncio.open_unix_connection(str(socket))
        await asyncio.gather(_pass_on(reader, ours, delay), _pass_on(theirs, writer, 0), return_exceptions=True)

    return await asyncio.start_server(serve, "127.0.0.1", 0)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    try:
        while packet := await reader.read(_PACKET):
            if delay:
                await asyncio.sleep(delay)
            writer.write(packet)
            await writer.drain()
    finally:
        writer.close()
