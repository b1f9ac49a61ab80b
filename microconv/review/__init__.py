"""Values, roles and suggestions from results: pure functions over what was counted, and what they propose."""
