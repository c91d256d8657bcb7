"""The commands, run as the processes they are."""
