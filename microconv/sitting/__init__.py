"""The sitting in which values and roles are reviewed: what it asks the APIs, what it answers, what it writes down."""
