"""What people and workers do with rounds and proposals. Only `computing` and `storing` touch the engine."""
