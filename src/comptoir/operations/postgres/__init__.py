"""The PostgreSQL that Comptoir brings along: found, made, started, watched and stopped by our own launcher.

The face is `running` (a server for the time of a `with`), `addresses` (how to reach it), `server` (start, find, stop),
`external` (a server named by DATABASE_URL) and `errors`. Everything lives in the folder COMPTOIR_HOME.
"""
