"""Who did what, when: an event in the transaction of every action."""
