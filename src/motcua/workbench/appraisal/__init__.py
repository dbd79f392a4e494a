"""Screens of holds, disposal lists, councils and destruction."""
