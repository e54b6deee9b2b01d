"""What happens when something in the cluster is killed, frozen, cut off or full, and what clients see."""
