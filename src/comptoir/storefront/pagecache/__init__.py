"""Shared pages, kept ready to send in front of Django: one dictionary look-up, no template, no statement.

A view marks a page as shared and gives its response ``surrogate_keys``. Each web process keeps its own copies, within
a bound of bytes, and throws away those that a notice names; when it hears no notices it keeps nothing. What is personal
on such a page is a fragment that is joined here for visitors who have a basket. See docs/explain/pages.md.
"""
