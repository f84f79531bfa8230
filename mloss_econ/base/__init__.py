"""Shared foundations without any economics: arrays, texts, tables, files, units. Import its modules by name."""
