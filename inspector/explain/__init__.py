"""What the words of a query do: variants of the query, removal effects, and how much of an effect is noise."""
