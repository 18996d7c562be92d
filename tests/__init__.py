"""Tests of JAKgraph; mirrors the package."""
