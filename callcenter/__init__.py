"""A home-care call centre: a press at home becomes help at the door, and the minutes are on record.

The rooms, from the street inwards: `api` and `engine` open the doors and keep the clockwork, `flow` tells the story
of a call, `live` knows who is connected, `storage` is the only memory, `domain` holds the rules. Imports flow that
way only.
"""
