"""Who may open and do what: one table (rows by part of the site), the people and objects that it speaks of."""
