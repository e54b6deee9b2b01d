"""What the launcher logs when it makes room for another primary."""

FENCED = "LAUNCHER: fence: no process of the instance is left"
RELEASED = "LAUNCHER: released the leader key"
