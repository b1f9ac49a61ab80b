"""The tags that a website needs for a client's conversions."""
