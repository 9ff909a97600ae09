"""Becomes another program under tighter conditions: a small script of its own, run by `spawning`, never imported.

    python confine.py '{"niceness": 5, "uid": 101, "gid": 104, "parent": 4242, "signal": 15}' / program argument…

In this order: a private view of one folder (Linux), priority, another account, the end tied to the parent's (Linux),
the folder, the program. It keeps its process number, so that the program is a direct child of whoever started it.
It is a script and not a function run between fork and exec, because that is unsafe in a process with threads.
"""

import ctypes
import json
import os
import sys

NEW_MOUNT_NAMESPACE = 0x00020000
BIND = 4096
DOWNWARDS_ONLY = (1 << 19) | 16384  # MS_SLAVE | MS_REC: what we mount here is seen by nobody else
SIGNAL_AT_PARENTS_DEATH = 1


def main(argv: list[str]) -> None:
    conditions = json.loads(argv[1])
    if "bind" in conditions:
        show_under_another_path(*conditions["bind"])
    os.nice(conditions["niceness"])
    if "uid" in conditions:
        os.setgroups([conditions["gid"]])
        os.setgid(conditions["gid"])
        os.setuid(conditions["uid"])
    if "parent" in conditions:
        end_with_parent(conditions["parent"], conditions["signal"])
    os.umask(0o077)
    os.chdir(argv[2])
    os.execv(argv[3], argv[3:])  # noqa: S606 - no shell is wanted


def show_under_another_path(source: str, target: str) -> None:
    system = ctypes.CDLL(None, use_errno=True)
    downwards = ctypes.c_ulong(DOWNWARDS_ONLY)
    if (
        system.unshare(NEW_MOUNT_NAMESPACE) != 0
        or system.mount(b"none", b"/", None, downwards, None) != 0
        or system.mount(source.encode(), target.encode(), None, ctypes.c_ulong(BIND), None) != 0
    ):
        sys.exit(f"confine: {source} cannot be shown as {target}: {os.strerror(ctypes.get_errno())}")


def end_with_parent(parent: int, number: int) -> None:
    # After the change of account, which resets it. Elsewhere than on Linux what is left is found at the next start.
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(SIGNAL_AT_PARENTS_DEATH, number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("confine: the parent ended first")


if __name__ == "__main__":
    main(sys.argv)
