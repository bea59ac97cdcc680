"""An index of the facts that say a step was late.

Why: the list of breaches asks for every lateness there ever was, and a call forgets its own when another visit begins.
"""

from alembic import op

revision = "20261125_late_facts"
down_revision = "20261122_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Small: it holds the late alone. The parts of the feed made later get theirs with the table."""
    op.execute("CREATE INDEX ix_facts_call_late ON facts (call) WHERE kind = 'call_late'")


def downgrade() -> None:
    """The list of breaches becomes slow, and stays right."""
    op.execute("DROP INDEX ix_facts_call_late")
