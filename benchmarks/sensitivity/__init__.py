"""How fast and how right the sensitivity methods are, against SALib, OpenTURNS and SciPy.

problems    the functions: W1, Ishigami, Sobol's G
ours        the same as calculators of this library
peers       Sobol' indices with bootstrap in other packages
given       value of information, break-even, scenario discovery: times of ours alone
agreement   the same numbers by everyone, and what is known; and cases that go wrong elsewhere
suite       all that is measured, and the tables
"""
