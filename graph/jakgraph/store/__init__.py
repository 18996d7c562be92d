"""Level 5: one dataset in memory, public queries on it in killable processes, and their limits."""
