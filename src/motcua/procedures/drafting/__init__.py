"""How a version comes to be: written, looked over, published by decision."""
