"""Crashing: a village is killed at random moments, again and again, and must have lost nothing that it ever told."""
