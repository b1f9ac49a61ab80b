"""GA4: key events, event-create rules, enhanced measurement and Google Ads links, through google-analytics-admin."""
