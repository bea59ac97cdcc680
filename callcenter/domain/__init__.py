"""The rules of the call centre, pure.

Nothing here waits, stores, logs or reads a clock. `commands` say what somebody wants, `deciding` answers with `facts`,
`call` folds facts into what the boards show, `routing` picks who is asked next, and `policy` holds every number used.
"""
