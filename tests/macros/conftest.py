"""oletools uses names that pyparsing calls deprecated; that is not ours to mend."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oletools.olevba  # noqa: F401
