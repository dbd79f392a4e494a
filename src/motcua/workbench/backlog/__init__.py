"""Projects that digitise old holdings: ``/luu-tru/du-an`` and below."""
