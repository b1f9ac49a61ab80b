"""The pure core: no input or output, no clock, no network, no terminal, no Google client.

Terminology:

- A *conversion* is declared by the config; an *object* lives in an account: a conversion action, a key event, a goal.
- *Desired* is an object as the config wants it, *live* one as it was read. A *difference* compares the two, a *plan*
  says what would change, *steps* are the API calls that carry it out, each in a *phase*.
- *Listed*: an object that a conversion of the config was matched with. Nothing else is changed by its name.
- *Unlisted*: an object that carries the prefix, such as `mv_`, and that no conversion lists. It is ours all the same.
- *Set aside*: an unlisted object that the config does not keep. It is demoted, or removed where the config says so.
- *Mentioned*: an object that the config speaks of without declaring it, such as the action of a conversion whose event
  it lists. It is never unlisted.
- *Not ours*: everything else. It is shown and never touched; types whose other objects are too many are *quiet*.
- *Shared*: an object in the account that owns the conversions, which can be a manager account that other accounts use.
- *Waiting*: a declared object that only Google can make, such as an import from GA4.
- *Gone*: a declaration that an object must not exist. It is removed where it does.
- *Refused*: a change, or an attribute of it, that an API does not take; the plan is made without it.
- *Postponed*: an attribute that cannot be changed yet.
- *Late*: a change that goes out with what bidding starts to use, after goals are set. *Last*: one that goes out after
  that, as it takes something from bidding, and what replaces it is in use by then.
- *Held*: an action that keeps its role until the import that takes over from it is there.
- *Primary*: an action that bidding uses where its *goal*, a *pair* of category and origin, is *biddable*. *Secondary*:
  one that is only observed, unless a campaign's custom goal lists it.
- *Stale*: a plan that no longer fits its config or its accounts, because something has *moved*.
"""
