"""How long a test waits for a server that is not what it is about."""

PATIENCE_S = 60
"""httpx gives up after 5 s, and a machine on which two cores do everything may stand still for that long."""
