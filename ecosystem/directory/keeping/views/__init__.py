"""The pages of what people keep: `lists` of favourites, `one` listing and the lists it stands in."""
