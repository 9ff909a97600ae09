"""The bank on its own: ``python -m comptoir.connectors.payments.simulator.bank --home var --port 8001``."""

import argparse
import logging
from pathlib import Path

from comptoir.connectors.payments.simulator.bank.server import serve


def main() -> None:
    options = argparse.ArgumentParser(description="Run the bank simulator: a bank that moves no money.")
    options.add_argument("--home", type=Path, required=True, help="folder of the installation")
    options.add_argument("--port", type=int, default=8001, help="port to listen on (default 8001)")
    options.add_argument("--public-url", default="", help="where browsers reach it, if not http://localhost:PORT")
    options.add_argument("--control", action="store_true", help="let tests change its behaviour")
    given = options.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    serve(given.port, given.home, public_url=given.public_url, control=given.control)


if __name__ == "__main__":
    main()
