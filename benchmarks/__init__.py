"""Scripts whose figures docs/performance.md quotes; each takes a path to a corpus."""
