"""The WAL receiver unit: `python -m fkplus.backups.receiving FILE` keeps what no archive has yet."""
