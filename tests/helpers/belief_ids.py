"""Ids of beliefs that tests change."""

SIGMA = "projects.sigma"
BUDGET = "projects.median_budget"
