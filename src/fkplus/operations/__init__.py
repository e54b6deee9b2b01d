"""One module per verb that a person types."""
