"""The actions that bidding uses, now and after a plan."""
