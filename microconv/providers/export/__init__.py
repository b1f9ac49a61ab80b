"""GA4's export to BigQuery, read from files: exact counts of users, where nothing is withheld, sampled or cut off."""
