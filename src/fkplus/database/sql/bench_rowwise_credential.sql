insert into private.account_credential (account_id, email, password_hash) values (%s, %s, %s)
