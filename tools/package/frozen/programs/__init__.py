"""What each program of a package runs."""
