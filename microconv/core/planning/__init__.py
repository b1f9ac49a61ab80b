"""From a config and its readings to a plan, and from a plan to its steps."""
