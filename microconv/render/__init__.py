"""From objects to text for people: computed first, drawn last, readable without colour."""
