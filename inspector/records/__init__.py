"""The records that pass between rooms: frozen, documented, without behaviour beyond looking themselves up."""
