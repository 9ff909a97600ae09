"""What a command finds ready, in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import comptoir

ASK = """
from comptoir.config.readiness import set_up_django

set_up_django()
from django.utils.translation import gettext, override

with override("fr"):
    print(gettext("The payment provider did not release the money. The order cannot ship yet."))
"""


def test_in_a_fresh_copy_the_first_command_speaks_french_already(tmp_path: Path) -> None:
    copy = tmp_path / "code"
    shutil.copytree(
        Path(comptoir.__file__).parent, copy / "comptoir", ignore=shutil.ignore_patterns("*.mo", "static", "tests")
    )
    environ = os.environ | {"PYTHONPATH": str(copy), "COMPTOIR_HOME": str(tmp_path / "home"), "COMPTOIR_ENV": "test"}
    said = subprocess.run([sys.executable, "-c", ASK], env=environ, check=True, capture_output=True, text=True).stdout
    assert list(copy.rglob("*.mo")), "compiled there, not where these tests run"
    assert said.strip() == ("Le prestataire de paiement n’a pas versé l’argent. La commande ne peut pas encore partir.")
