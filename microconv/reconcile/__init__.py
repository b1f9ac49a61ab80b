"""Carrying out a plan, and finding out what really happened."""
