insert into public.account_profile (account_id, about, city, website, avatar_url, visibility)
values (%s, %s, %s, %s, %s, %s)
