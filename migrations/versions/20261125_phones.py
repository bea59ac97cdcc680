"""When each phone of the people on duty was heard, and since when it is silent.

Why: a phone without network keeps its owner on duty and is offered calls that nobody sees; boards and routing
must know. A phone that was never heard is not judged, so whoever the code of yesterday brings on duty is not silent.
"""

from alembic import op

revision = "20261125_phones"
down_revision = "20261125_late_facts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two moments, empty until a phone is heard."""
    op.execute("ALTER TABLE duties ADD COLUMN heard_at timestamptz, ADD COLUMN silent_since timestamptz")


def downgrade() -> None:
    """The facts about phones stay, and the code of before cannot read them."""
    op.execute("ALTER TABLE duties DROP COLUMN heard_at, DROP COLUMN silent_since")
