"""Tests of the second implementation: `python3 -m unittest` in Vectors."""
