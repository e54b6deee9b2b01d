"""The scheduler unit: `python -m fkplus.backups.scheduling FILE` makes backups when they are due."""
