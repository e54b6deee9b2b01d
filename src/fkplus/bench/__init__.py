"""Measurements against something else in the same run."""
