"""What everyone sees (`public`, `pages`), and what people see once signed in."""
