"""The tests mirror the tree; see docs/architecture.md."""
