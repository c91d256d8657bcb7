"""The statistics of a sweep: intervals of pass rates, comparisons of temperatures, and what to recommend."""
