"""The parts of the page "Missing document": what is asked, the answer, and what was tried."""
