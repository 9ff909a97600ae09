"""What every domain shares and none sells: money, ids, time, errors, events, jobs, access, history."""
