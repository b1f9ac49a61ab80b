"""The program behind `action.yml`: runs a command in a workflow of GitHub, and tells GitHub what came of it.

It starts microconv as anybody would, and reads its JSON (docs/contract.md), never its text; only where a command has no
JSON, as `validate` and `sync`, its text is shown as it is. It is started by `action.yml`, with the inputs in variables:
`python -I -m microconv.github`. docs/ci.md says what a workflow gets.
"""
