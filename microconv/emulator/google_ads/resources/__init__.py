"""The resources that can be queried: one file each, holding its field table and how its rows are made."""
