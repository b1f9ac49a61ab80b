"""What an expert would find in an account, without changing anything."""
