"""The memory of the centre, and the only room that speaks SQL.

Every change goes through the `committer`: commands in, one transaction, facts numbered without gaps out. `feed` reads
them back in commit order. The tables beside the facts are projections that `verify` can rebuild and compare.
"""
