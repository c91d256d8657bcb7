"""Set-up and the starter model: what `make run` and `make test` do before anything else."""
