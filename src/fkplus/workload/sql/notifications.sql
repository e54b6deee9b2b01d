/* fkplus:notifications */ -- What an account has not read yet, many shown as one.
select * from private.unread_notifications(%(account_id)s, 20)
