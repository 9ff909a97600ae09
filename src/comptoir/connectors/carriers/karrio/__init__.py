"""The carriers of the karrio library, in a process of its own."""
