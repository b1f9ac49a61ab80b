"""The answers of a sitting as sections of tables and sentences, which terminals and pages draw alike, and as JSON."""
