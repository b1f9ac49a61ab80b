"""Knowledge of one account and of its numbers, shared by audits, reports and reviews."""
