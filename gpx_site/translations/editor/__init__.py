"""The translation editor: a page's words, text by text, from one language into the other.

wagtail-localize cuts a page into texts and puts a translated page together; what is said of each
text, by whom it is changed, and the file that goes to a translator are here.
"""
