"""Reading and writing plans, snapshots and measures as JSON."""
