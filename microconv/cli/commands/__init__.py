"""One module for each command; each offers `command`."""
