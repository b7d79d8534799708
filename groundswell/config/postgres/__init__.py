"""PostgreSQL as Groundswell uses it: each statement says for which organisation it is."""
