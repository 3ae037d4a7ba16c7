"""The regional pipeline: what counts, how it adds up, what moved, what is stuck.

Pure rules over projects (H s12-s64, domain §2.2, semantics B2).
"""
