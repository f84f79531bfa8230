"""What every other part rests on, and nothing of economics: arrays, texts, tables, files, units.

It has no door: a module is imported by its name.
"""
