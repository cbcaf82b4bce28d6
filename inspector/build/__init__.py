"""From a corpus to an index folder, and corpora to start with."""
