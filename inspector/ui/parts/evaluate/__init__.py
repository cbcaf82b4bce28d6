"""The parts of the page Evaluate, and judging in place: what is asked, the answer, the queries, what people judged."""
