"""What an attacker meets: every door tried from outside."""
