"""Sample data: fictional people and companies, real trade shows; running it again doubles nothing."""
