"""The same customer, among millions of records: Splink on DuckDB and on Spark."""
