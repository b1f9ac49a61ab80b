"""Many clients at once: tasks as data, and what works through them."""
