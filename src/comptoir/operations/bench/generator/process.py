"""One process of our own generator: reads what to do from its input, says that it is ready, waits for the word, asks,
and writes what it saw to its output.

    python -m comptoir.operations.bench.generator.process
"""

import json
import sys

from comptoir.operations.bench.generator.rush import Rush, rush
from comptoir.operations.bench.generator.wire import Unmeasurable, request_bytes


def main() -> None:
    told = json.loads(sys.stdin.readline())
    host = f"{told['host']}:{told['port']}"
    job = Rush(
        host=told["host"],
        port=told["port"],
        requests=[request_bytes("GET", target, host=host, headers=told["headers"]) for target in told["targets"]],
        connections=told["connections"],
        seconds=told["seconds"],
        seed=told["seed"],
        walk=told["walk"],
    )
    try:
        answer = rush(job, ready=_wait_for_the_word).told()
    except (Unmeasurable, OSError) as error:
        answer = {"refused": str(error)}
    _say(json.dumps(answer))


def _wait_for_the_word() -> None:
    _say("ready")
    sys.stdin.readline()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
