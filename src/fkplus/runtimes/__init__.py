"""How units are placed, started and stopped."""
