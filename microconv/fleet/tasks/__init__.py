"""The work of commands as data: each module has a task, and functions that make an answer of it.

Nothing here prints, draws or asks; only `Events` hear what goes on. Tasks and answers can be pickled, so that many
clients can be computed in worker processes while one process draws. A command of several clients gives
`cli.run.compute_each` its tasks, `compute`, and what draws one answer.
"""
