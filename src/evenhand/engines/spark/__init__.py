"""The same core on a Spark cluster: for those who outgrow one machine."""
