"""The story of a call, one file per step of its walk.

Each function turns what somebody at a door wants into one submission, hands it to the committer and returns what was
written down. Nothing here decides and nothing here is kept: rules live in `domain`, memory in `storage`.
"""

from callcenter.storage.committer import Committer as Committer
from callcenter.storage.database import Database as Database
from callcenter.storage.feed import FeedReader as FeedReader
