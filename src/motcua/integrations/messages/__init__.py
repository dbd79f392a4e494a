"""Short messages and Zalo, laid into a folder from which a gateway takes them."""
