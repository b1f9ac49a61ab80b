"""Tag Manager: tables of what microconv manages in a container, and its JSON."""
