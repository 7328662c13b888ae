"""Fetches pages politely and understands nothing: spiders, manners, the hand-over to the archive."""
