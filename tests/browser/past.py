"""An invented month before today, for the pictures of the reports: rows alone, which no fact speaks of.

Copies of today's closed calls, spread over four weeks as homes press (more in the morning and the evening), with waits
drawn from the row's own number: the same every time.
"""

from tests.browser.demo import Demo

CALLS = 900

INVENT = """
WITH model AS (
    SELECT *, row_number() OVER (ORDER BY number) AS place FROM calls
    WHERE state = 'resolved' AND kind <> 'technical'
), drawn AS (
    SELECT k, 1 + k % (SELECT count(*) FROM model) AS place,
           (hashint8(k) & 1023) / 1024.0 AS a, (hashint8(k + 100000) & 1023) / 1024.0 AS b,
           (hashint8(k + 200000) & 1023) / 1024.0 AS c, (hashint8(k + 300000) & 1023) / 1024.0 AS d
    FROM generate_series(1, {calls}) AS k
), timed AS (
    SELECT k, place, d AS share, date_trunc('day', now(), 'Asia/Shanghai') - interval '1 day' * (1 + floor(28 * a))
             + interval '1 hour' * (CASE WHEN b < 0.15 THEN 24 * c WHEN b < 0.6 THEN 6 + 5 * c ELSE 15 + 6 * c END)
             AS at,
           4 + 11 * exp(2.1 * (c + d - 1)) + CASE WHEN (b * 100)::int % 41 = 0 THEN 170 ELSE 0 END AS waits,
           180 + 420 * exp(1.2 * (a + d - 1)) AS walks
    FROM drawn
)
INSERT INTO calls (id, number, kind, priority, state, version, resident, station, unit, accepted_by, arrived_by,
                   received_at, raised_at, pressed_at, first_human_at, accepted_at, first_arrived_at, resolved_at,
                   outcome, breach, seq, body)
SELECT gen_random_uuid(), 'past-' || k, CASE WHEN share < 0.35 THEN 'emergency' ELSE 'assistance' END,
       CASE WHEN share < 0.35 THEN 1 ELSE 2 END, 'resolved', version, resident, 'S' || (1 + k % 9), unit, accepted_by,
       arrived_by, at, at, at - interval '1 second' * (0.4 + share), at + interval '1 second' * waits,
       at + interval '1 second' * waits, at + interval '1 second' * (waits + walks),
       at + interval '1 second' * (waits + 3 * walks), outcome, waits > 180, seq, body
FROM timed JOIN model USING (place)
"""


def invent_past(demo: Demo) -> None:
    """Fill the four weeks before today; only for a database that is thrown away."""
    demo.rows(INVENT.format(calls=CALLS))
