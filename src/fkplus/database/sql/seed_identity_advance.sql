-- A sequence never goes back: other rows may have been given its numbers.
select setval(%(sequence)s::regclass, greatest(%(last)s, (select last_value from {sequence})))
