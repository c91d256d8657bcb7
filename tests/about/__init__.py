"""What the program is: its dialog, the check for a newer version, and the licences."""
