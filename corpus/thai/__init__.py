"""Thai text: bytes to characters, one normaliser, Thai time."""
