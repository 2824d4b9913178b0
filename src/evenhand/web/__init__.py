"""The application put together: settings, addresses, the frame of every page."""
