"""GAQL, the Google Ads Query Language: text -> tokens -> syntax -> checked meaning -> rows."""
