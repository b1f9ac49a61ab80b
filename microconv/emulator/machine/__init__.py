"""The machine: the ports, certificates and processes that serve a world. The world knows nothing of it."""
