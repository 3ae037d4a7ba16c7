"""How the Word forms are drawn: a small toolkit, one layout a form. Built by ``scripts/build_word_templates.py``."""
