"""The known bugs still fit the code they break, and the runner tells one that nobody sees."""

import re
from pathlib import Path

import pytest

from tests.mutants.mutants import ROOT, Mutant, Verdict, all_mutants, applies, read_mutant, try_mutants

MUTANTS = all_mutants()
_PATCH = """Bug: {bug}
Guard: test_sum.py

--- a/sum.py
+++ b/sum.py
@@ -1,2 +1,2 @@
 def double(number):
-    return number * 2
+    return {changed}
"""


def test_there_are_enough_of_them() -> None:
    assert len(MUTANTS) >= 20
    assert len({each.bug for each in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.name)
def test_each_applies_and_names_tests_that_exist(mutant: Mutant) -> None:
    assert applies(mutant) == ""
    for guard in mutant.guards:
        path, _, name = guard.partition("::")
        text = (ROOT / path).read_text()
        assert not name or re.search(rf"^def {name}\(", text, re.MULTILINE), guard


@pytest.fixture(autouse=True)
def _bare_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried out here needs no plugin, and loading them all takes longer than the trial."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def tree_with(folder: Path, **changed: str) -> list[Mutant]:
    (folder / "sum.py").write_text("def double(number):\n    return number * 2\n")
    (folder / "test_sum.py").write_text("from sum import double\n\ndef test_it():\n    assert double(3) == 6\n")
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = .\n")
    patches = folder / "patches"
    patches.mkdir()
    for name, line in changed.items():
        (patches / f"{name}.patch").write_text(_PATCH.format(bug=name, changed=line))
    return all_mutants(patches)


def test_who_is_seen_and_who_is_not(tmp_path: Path) -> None:
    mutants = tree_with(tmp_path, killed="number * 3", survived="number + number", broken="(")
    found = {trial.mutant.name: trial.verdict for trial in try_mutants(mutants, tmp_path)}
    assert found == {"killed": Verdict.KILLED, "survived": Verdict.SURVIVED, "broken": Verdict.BROKEN}
    assert (tmp_path / "sum.py").read_text().endswith("number * 2\n")


def test_what_fails_without_any_bug_proves_nothing(tmp_path: Path) -> None:
    mutants = tree_with(tmp_path, killed="number * 3")
    (tmp_path / "sum.py").write_text("def double(number):\n    return number\n")
    with pytest.raises(RuntimeError, match="do not pass as they are"):
        list(try_mutants(mutants, tmp_path))


def test_a_patch_without_its_head_is_none(tmp_path: Path) -> None:
    bare = tmp_path / "bare.patch"
    bare.write_text("--- a/sum.py\n+++ b/sum.py\n")
    with pytest.raises(ValueError, match="needs one line Bug"):
        read_mutant(bare)
