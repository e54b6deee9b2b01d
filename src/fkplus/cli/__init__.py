"""Parse, call one operation, print."""
