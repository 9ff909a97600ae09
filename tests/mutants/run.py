"""`make mutants`: every known bug put in once, alone, in a copy of the tree; the tests that guard it must see it."""

import sys
import time

from tests.mutants.mutants import Verdict, all_mutants, try_mutants


def main(only: list[str]) -> int:
    """Tell each one's fate; 0 when all were killed."""
    mutants = [each for each in all_mutants() if not only or any(name in each.name for name in only)]
    begun, killed, alive = time.monotonic(), 0, []
    for trial in try_mutants(mutants):
        sys.stdout.write(f"{trial.verdict:<9}{trial.seconds:6.1f} s  {trial.mutant.name:<36} {trial.mutant.bug}\n")
        sys.stdout.flush()
        if trial.verdict is Verdict.KILLED:
            killed += 1
        else:
            alive.append(trial)
    for trial in alive:
        sys.stdout.write(f"\n{trial.mutant.name} {trial.verdict}:\n{trial.words}\n")
    sys.stdout.write(f"{killed} of {len(mutants)} killed in {time.monotonic() - begun:.0f} s\n")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
