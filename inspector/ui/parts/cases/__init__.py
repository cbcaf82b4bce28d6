"""The parts of the page "Cases": the list, a case's view, its replay, and the presentation."""
