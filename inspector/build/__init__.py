"""From a corpus to an index folder: reading, embedding, keyword index, ANN structure, contract."""
