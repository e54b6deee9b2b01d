"""What is known, as pure data: no disk, no network, no processes."""
