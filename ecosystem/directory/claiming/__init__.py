"""How people come to hold a listing: claims, invitations, and what is written to listings of nobody."""
