"""Changing resources: a draft of one customer's new state, the rules of each resource, and the frame of a request."""
