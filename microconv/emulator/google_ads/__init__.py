"""The emulated Google Ads API: every version the installed client package has, over one state."""
