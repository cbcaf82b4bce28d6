"""The app: asks and shows, nothing else."""
