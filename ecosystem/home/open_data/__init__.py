"""The open files: what the directory publishes about organisations, once a night, for whoever wants all of it."""
