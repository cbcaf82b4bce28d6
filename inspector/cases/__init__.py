"""Cases: a search kept with what was seen and the evidence, so that it can be shown, shared and asked again."""
