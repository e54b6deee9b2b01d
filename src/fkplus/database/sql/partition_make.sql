-- Make one partition; its name, or no row's worth (NULL) where somebody made it meanwhile.
select case
    when private.make_partition(%(table)s, %(month)s) then private.partition_of(%(table)s, %(month)s)
end
