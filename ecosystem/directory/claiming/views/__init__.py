"""What people see of claims and invitations: `public` for who claims or joins, `desk` for the association's team."""
