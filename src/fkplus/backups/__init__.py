"""How backups are made, listed and watched: what the commands and the scheduler do alike."""
