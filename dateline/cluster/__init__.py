"""A cluster: the same reading and extraction as on one machine, shared out by an existing Dask scheduler.

Sources are cut into batches (`batch`), a batch is a task (`work`), each task writes one Parquet file (`dataset`), and
`run` hands them out. The database is written by one process afterwards, from these files.
"""

from __future__ import annotations

from .batch import Batch, Made, batches, made_here
from .dataset import extractions
from .run import Done, ingest

__all__ = ["Batch", "Done", "Made", "batches", "extractions", "ingest", "made_here"]
