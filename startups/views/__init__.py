"""What people see of startups: `public` for everyone, `space` for their teams."""
