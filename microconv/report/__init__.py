"""The monthly report: from the answers of the APIs to one model, which is frozen as JSON and drawn in every form."""
