"""The store: runs, their events and inputs, visitors' words, and what a mind was asked, through SQLModel.

The only folder that knows SQL. An event or input is never changed; a visitor's words may be erased.
"""

from sim.store.branching import Branching
from sim.store.database import Store, open_store
from sim.store.importing import History
from sim.store.runs import IMPORTED, Run, RunExtent, Seal
from sim.store.sql_attempts import SqlAttempts
from sim.store.sql_event_log import SqlEventLog
from sim.store.sql_visitor_words import SqlVisitorWords

__all__ = [
    "IMPORTED",
    "Branching",
    "History",
    "Run",
    "RunExtent",
    "Seal",
    "SqlAttempts",
    "SqlEventLog",
    "SqlVisitorWords",
    "Store",
    "open_store",
]
