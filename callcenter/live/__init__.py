"""The voice of the centre: who is connected now, and what each of them must hear.

`messages` are the words on the wire, `connection` is one listener with its bounded queue, `relay` turns a fact into the
bytes each kind of viewer gets, `hub` keeps the picture and everybody who looks at it. Nothing here reads the database.
"""
