"""A reader of bundles in Python's standard library alone, written from grammar/bundle-format.md and
docs/reader.md. It shares nothing with the others, is slow, and is there to ask whether the pages are enough."""
