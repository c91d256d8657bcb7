"""The tasks of the lab: their values, those of the program, the published experiments and the user's own."""
