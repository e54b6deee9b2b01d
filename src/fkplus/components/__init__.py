"""One module per component: its files, its command, its readiness, its ports."""
