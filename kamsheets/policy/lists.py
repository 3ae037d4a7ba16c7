"""All lists of a policy but the approval matrix, whose columns depend on what it asks.

A sheet that a company's workbook holds replaces its list (枚举: the enumerations it names).
"""

from kamsheets.policy.list_office import DELEGATIONS, HEADERS, HOLIDAYS, PEOPLE
from kamsheets.policy.list_process import GRADES, STAGES, TIERS
from kamsheets.policy.list_terms import CHOICES, INDUSTRIES, REGIONS, ROLES
from kamsheets.policy.listing import Listing

LISTINGS: tuple[Listing, ...] = (
    CHOICES,
    ROLES,
    REGIONS,
    INDUSTRIES,
    STAGES,
    GRADES,
    TIERS,
    PEOPLE,
    DELEGATIONS,
    HOLIDAYS,
    HEADERS,
)
"""In reading order: a list comes after those it refers to."""
