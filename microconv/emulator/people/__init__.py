"""The people of a property: who came when, from where, and what each of them did, in columns.

`series` says how many sessions and events a day has; here they become sessions of users and events of sessions, exactly
as many (docs/decisions/0015). Everything is a pure function of profile and day. This package imports numpy, and is
therefore
imported by the first report only.

* `draws`: numbers from keys, for whole columns at once.
* `places`: what users and sessions can be like: countries, browsers, sources, items.
* `columns`: the tables.
* `visits`: the sessions of a day and the users that they are of; `acts`: the events in them; `chains`: what follows
  later.
* `sent`: the same tables from hits. `days`: any days together, cached. `clocks`: days on which the clock is set.
"""
