`make e2e` walks the whole road in a real browser, and `benchmarks/crash.py` shows that nothing acknowledged is lost when processes are killed.
