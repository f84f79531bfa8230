"""W1 in other packages, each as its own manual would write it; and the drawing of random numbers, nothing else.

Each file is one package and has `run(n, seed)`, which returns the same statistics as the others.
"""
