"""A rehearsal copy of the OPDC site for loopback: its addresses, chrome, habits and faults, with our own texts.

Run it with ``python -m tests.replica --port 8080`` and look at it with a browser, or use
:class:`tests.replica.server.Replica` in a test. What is copied is the form that docs name as facts of the site
(labels, address forms, encodings); every article is written for this project.
"""
