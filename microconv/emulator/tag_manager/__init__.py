"""The Tag Manager API v2, emulated, and a container's web runtime."""
