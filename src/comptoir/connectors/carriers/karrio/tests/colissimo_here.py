"""The booker, with Colissimo at an address of this machine: karrio's settings have no other way to say so."""

import runpy
import sys

import karrio.providers.colissimo.utils as colissimo  # type: ignore[import-not-found]  # this runs where karrio is

booker, colissimo.Settings.server_url = sys.argv[1], sys.argv[2]
colissimo.Settings.laposte_server_url = sys.argv[2]
runpy.run_path(booker, run_name="__main__")
