"""Which queries cost most, and which B-tree indexes are worth their price: by figures, not estimates."""
