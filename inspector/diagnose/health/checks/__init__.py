"""The checks of a whole index, one file each; the one about vectors embedded anew holds a table of its own."""
