"""What people see of funders: `public` for everyone, `space` for the funders themselves."""
