"""Drawing: a timeline as an interactive figure and as files. Pure functions that know nothing of the dashboard."""

from .chart import figure, figure_data
from .far import far_events, far_in_words
from .files import CHARTED, DETAILED, FORMATS, PICTURES, SIZES, export
from .heat import heat
from .lanes import within_cap
from .network import network
from .words import (
    FILTER_VALUES,
    counted,
    counts_in_words,
    date_in_words,
    filters_in_words,
    listed,
    origin_in_words,
    period_in_words,
    precision_in_words,
)

__all__ = [
    "CHARTED",
    "DETAILED",
    "FILTER_VALUES",
    "FORMATS",
    "PICTURES",
    "SIZES",
    "counted",
    "counts_in_words",
    "date_in_words",
    "export",
    "far_events",
    "far_in_words",
    "figure",
    "figure_data",
    "filters_in_words",
    "heat",
    "listed",
    "network",
    "origin_in_words",
    "period_in_words",
    "precision_in_words",
    "within_cap",
]
