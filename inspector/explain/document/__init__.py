"""What a document does for a query: where their similarity lies, what sentences and words do, which passage answers."""
