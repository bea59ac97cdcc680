"""What to do for each kind of call, how a resident's name is typed, and an index of who took a call.

Why: the card of a call tells the plan, the desk finds residents by pinyin while the telephone rings, and a caregiver
looks at the calls they took today. Yesterday's code knows none of this and leaves the defaults.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from callcenter.domain.pinyin import search_words

revision = "20261125_plans"
down_revision = "20261125_phones"
branch_labels = None
depends_on = None

residents = sa.table("residents", sa.column("id", sa.Text), sa.column("name", sa.Text), sa.column("search_words"))


def upgrade() -> None:
    """Columns with defaults rewrite nothing; the words of those who are registered already are filled in."""
    op.add_column("residents", sa.Column("plans", JSONB, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("residents", sa.Column("search_words", sa.Text, nullable=False, server_default=""))
    connection = op.get_bind()
    known = connection.execute(sa.select(residents.c.id, residents.c.name)).all()
    filled = [{"who": row.id, "words": search_words(row.name)} for row in known]
    if filled:
        fill = residents.update().where(residents.c.id == sa.bindparam("who"))
        connection.execute(fill.values(search_words=sa.bindparam("words")), filled)
    op.execute(
        "CREATE INDEX ix_facts_taken ON facts ((body ->> 'caregiver'), at) "
        "WHERE kind IN ('call_accepted','call_assigned')"
    )


def downgrade() -> None:
    """Plans are lost; the rest was derived."""
    op.execute("DROP INDEX ix_facts_taken")
    op.drop_column("residents", "search_words")
    op.drop_column("residents", "plans")
