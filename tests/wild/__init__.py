"""Small notebooks, each with one idiom of coursework as it comes, and what must be found in each."""
