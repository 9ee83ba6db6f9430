"""Alerts by mail on searches, without an account: asked for, confirmed, told, stopped."""
