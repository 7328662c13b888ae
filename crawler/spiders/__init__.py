"""One module for each way of discovering pages, and the one spider (``site``) that runs them all together.

All ways share one spider so that they share its manners: one connection to a host, one delay, one list of what was
asked for already.
"""
