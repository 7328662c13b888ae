"""One spider for each way of discovering pages."""
