"""Parts of the page Compare: the other index, the question, what changed, the reasons, and the queries one by one."""
