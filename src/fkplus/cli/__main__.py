"""What `python -m fkplus.cli` runs."""

from fkplus.cli.main import main

if __name__ == "__main__":
    main()
