"""Pages about people, outlets, ranks, calendars, the company, and oneself."""
