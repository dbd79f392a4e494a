A large package that comes on a page is kept at once and judged by a job; the browser waits no minutes.
