"""Messages of the packages below us that readers and staff meet, for our own Welsh catalogue.

Django and Wagtail have Welsh of their own, with gaps, mistakes and four plural forms of six. Naming
a message here puts it into our catalogue, which is read before theirs. Nothing imports these
modules but the view of the scripts' messages: they are read as source by ``manage.py catalogue``.
"""
