"""What this copy of the program is, and whether there is a newer one."""
