"""How fast it is: ``make bench`` measures the real program from outside and prints ratios."""
