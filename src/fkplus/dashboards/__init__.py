"""What an operator is shown and called for: alert rules and dashboards, as data."""
