"""The details about a result, one view a file: each takes what is shown and gives the answers it lets grow."""
