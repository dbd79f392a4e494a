"""What people read who typed too many wrong passwords."""

from __future__ import annotations

from Products.Five import BrowserView


class ThrottledView(BrowserView):
    """Says in both languages when to try again, and nothing about any account."""

    def __call__(self) -> str:
        """Answer with the text of the error."""
        response = self.request.response
        response.setHeader("Content-Type", "text/plain; charset=utf-8")
        response.setHeader("Cache-Control", "private, no-store")
        return f"{self.context}\n"
