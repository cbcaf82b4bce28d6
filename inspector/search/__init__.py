"""Ways to find documents, and how to read what they find: keyword, hybrid, overlap, backgrounds."""
