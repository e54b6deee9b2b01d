"""A drill that is due: `python -m fkplus.backups.drilling FILE`, a process that the scheduler starts."""
