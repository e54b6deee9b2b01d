"""The simulated backend: what FK+ asks of its database, as users would, and how long that takes."""
