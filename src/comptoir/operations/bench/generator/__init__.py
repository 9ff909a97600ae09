"""Load over HTTP on loopback: wrk where it is installed, else processes of our own; never a hidden limit of theirs."""
