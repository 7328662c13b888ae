"""The archive's memory: captures kept as they came, articles understood from them, the catalogue."""
