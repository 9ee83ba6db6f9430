"""Sample data of the desk: something of everything that the team reads, so that no page of it is empty."""
