"""What a soak has come to: one file a seed, so that one that was interrupted goes on where it was."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def folder() -> Path:
    """Of the program and the machine as they are committed: what was shown of others is shown of those."""
    asked = ["git", "rev-parse", "HEAD:src", "HEAD:tests/life"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return ROOT / "test-output" / "soak" / ("-".join(tree[:10] for tree in done.stdout.split()) or "no-commit")


def result_of(seed: int, steps: int) -> Path:
    return folder() / f"seed-{seed:03}-steps-{steps}.json"


def write_result(seed: int, steps: int, *, rules: int, seconds: float, seen: dict[str, int]) -> None:
    path = result_of(seed, steps)
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"seed": seed, "rules": rules, "seconds": round(seconds, 1), "seen": dict(sorted(seen.items()))}
    path.write_text(json.dumps(told, indent=1) + "\n")


def main() -> None:
    results = [json.loads(path.read_text()) for path in sorted(folder().glob("seed-*.json"))]
    rules, seconds = sum(each["rules"] for each in results), sum(each["seconds"] for each in results)
    rate = f", {rules / seconds:.0f} a second and process" if seconds else ""
    sys.stdout.write(f"{folder().name}: {len(results)} seeds, {rules:,} rules, 0 violations in them{rate}\n")


if __name__ == "__main__":
    main()
