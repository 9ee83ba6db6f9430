"""The pages of trade shows: public, of a startup that goes, of the team."""
