"""The house style: shells, components, stylesheet, icons and flags; knows nothing of the trade."""
