"""The parts of the page Triage: what is asked, the groups with their queries, the changes, what to know beside."""
