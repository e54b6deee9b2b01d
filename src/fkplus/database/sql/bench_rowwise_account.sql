insert into public.account (account_id, handle, display_name, locale, time_zone, status, created_at)
overriding system value values (%s, %s, %s, %s, %s, %s, %s)
