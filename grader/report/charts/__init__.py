"""Charts as inline SVG: numbers in, markup out; presentation attributes only, coordinates with two decimals."""
