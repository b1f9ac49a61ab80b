"""Tag Manager, emulated."""
