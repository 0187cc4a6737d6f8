"""Every write of the product: one function per verb, atomic, keyword-only; the acting participant is `by`."""
