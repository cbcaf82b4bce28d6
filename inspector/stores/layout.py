"""The names of the files in an index folder, in one place.

Row i of the documents is row i of the vectors, of the ANN structure and of the keyword index.
"""

from __future__ import annotations

MANIFEST = "manifest.json"
DOCUMENTS = "documents.arrow"
VECTORS = "vectors.npy"
ANN = "ann.faiss"
KEYWORD = "keyword"

REQUIRED = (DOCUMENTS, VECTORS)
KIND = "neighbor-inspector index"
"""How a manifest of ours says what it is, in its first line."""
