"""Drawing: a timeline as an interactive figure and as files. Pure functions that know nothing of the dashboard."""

from .chart import figure
from .words import date_in_words, filters_in_words, precision_in_words

__all__ = ["date_in_words", "figure", "filters_in_words", "precision_in_words"]
