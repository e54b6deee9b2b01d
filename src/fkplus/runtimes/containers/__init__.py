"""Units in containers, one for each node: what Compose is told, and how engine and nodes are asked."""
