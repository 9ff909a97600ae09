"""Processes of the operating system: started under conditions, recognised, ended. Knows nothing of what they do."""
