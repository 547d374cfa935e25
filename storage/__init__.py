"""The ledger's tables; the only package with SQL. Functions keep and fetch; they never decide."""
