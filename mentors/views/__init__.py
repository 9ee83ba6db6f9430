"""What people see of mentors: `public` for everyone, `space` for the mentors themselves."""
