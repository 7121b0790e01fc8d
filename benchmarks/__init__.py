"""Speed, as medians and ratios within one run; never a timed test."""
