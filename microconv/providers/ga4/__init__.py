"""GA4: key events, through the google-analytics-admin client."""
