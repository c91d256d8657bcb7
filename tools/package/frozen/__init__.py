"""What stands in a package in the place of something else, or runs before everything else."""
