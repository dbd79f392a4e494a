Forms to fill in are published with their procedure and loaded down from its page.
