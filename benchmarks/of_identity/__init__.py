"""Parts of the benchmark of identity: made-up customers, and what others record of them."""
