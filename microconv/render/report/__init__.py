"""Monthly reports as text: an outline in words, which every form draws."""
