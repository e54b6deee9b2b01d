"""The data dictionary: pages of documentation with entity diagrams, made of what the live catalogue says."""
