"""The monthly report of a client: what goes into it, and the folder in which it is kept."""
