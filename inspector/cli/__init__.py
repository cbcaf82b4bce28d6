"""The command line: asks and prints, nothing else; one file a command."""
