"""The register: who did what with which customer, in one order, so that it can be proved."""
