"""What a company's own history says about its policy: back-tests and reports."""
