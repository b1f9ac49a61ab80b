"""Audits: the findings of an expert in an account, without changing anything."""
