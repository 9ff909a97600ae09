"""A small installation for the supervisor's tests: `python -m …stage up HOME PORT`, and the commands that it starts.

Everything around the supervised programs is real; the programs themselves do next to nothing.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from comptoir.operations.supervisor.plan import Plan
from comptoir.operations.supervisor.screen import Screen
from comptoir.operations.supervisor.up import up

MODULE = "comptoir.operations.supervisor.tests.stage"


def plan(home: Path, port: int) -> Plan:
    return Plan(
        home=home,
        mode=os.environ.get("STAGE_MODE", "demo"),
        host="127.0.0.1",
        port=port,
        simulator_port=port + 1,
        base_url=f"http://localhost:{port}",
        comptoir=(sys.executable, "-m", MODULE),
        application="comptoir.operations.supervisor.tests.tiny_application:application",
        code=Path(__file__).parent,
        environ=dict(os.environ),
    )


def prepare() -> None:
    home = Path(os.environ["COMPTOIR_HOME"])
    with (home / "run" / "prepared-times").open("a") as file:
        file.write("once\n")
    time.sleep(float(os.environ.get("STAGE_PREPARE_SECONDS", "0")))
    rows = [["Storefront", "http://localhost/"], ["Sign in", "a@b.c"]]
    (home / "run" / "welcome.json").write_text(json.dumps({"rows": rows, "again": False}))
    sys.exit(int(os.environ.get("STAGE_PREPARE", "0")))


def linger(name: str) -> None:
    """Run until asked to stop, and leave a trace of having been asked."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        with (Path(os.environ["COMPTOIR_HOME"]) / "run" / "stopped").open("a") as file:
            file.write(f"{name} {time.monotonic()}\n")
        sys.exit(0)

    signal.signal(signal.SIGTERM, signal.SIG_IGN if os.environ.get("STAGE_STUBBORN") == name else stop)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    command = sys.argv[1]
    if command == "up":
        sys.exit(up(plan(Path(sys.argv[2]), int(sys.argv[3])), Screen()))
    elif command == "prepare":
        prepare()
    else:
        linger(command)
