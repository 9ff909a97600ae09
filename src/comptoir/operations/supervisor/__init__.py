"""`comptoir up`: database, web server, worker and bank simulator as one, started, watched, restarted and stopped.

The face is `plan` (what to run) and `up` (run it). The table of children is in `children`.
"""
