"""How fast one calculator with 24 uncertain inputs runs, against the same model in other tools.

    problem     the model W1 and the distributions of its inputs, for every tool alike
    figures     the statistics every tool must give, and the check that it gives them
    w1          W1 as a calculator of this library
    by_hand     W1 in plain NumPy, as one would write it for the occasion
    peers       W1 in other packages; and drawing random numbers, nothing else
    child       one measurement in a fresh process
    measure     starts those processes, in turn, and takes medians
    sizes       how many rows each measurement takes
    against     the comparisons with NumPy, other packages and a cluster
    suite       all that is measured, and the table

`accuracy`, `small`, `cluster` and `linearity` are measurements of their own.
"""
