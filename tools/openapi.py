"""Writes the description of the API to ``src/comptoir/api/openapi.json``: ``make openapi``.

A test compares the committed copy with what the code describes, so that no change of the interface goes unseen.
"""

import json
import os
from pathlib import Path

COPY = Path(__file__).parent.parent / "src" / "comptoir" / "api" / "openapi.json"


def described() -> str:
    """The description as the committed copy holds it."""
    from comptoir.api.v1.api import api

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, ensure_ascii=False, default=str) + "\n"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.config.settings")
    import django

    django.setup()
    COPY.write_text(described(), "utf-8")


if __name__ == "__main__":
    main()
