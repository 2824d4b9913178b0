"""The guided tour: a small company with disputes to rule on."""
