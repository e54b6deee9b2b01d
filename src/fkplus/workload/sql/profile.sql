/* fkplus:profile */ -- Who an account is, how many follow it, and what it wrote last.
select a.account_id, a.handle, a.display_name, p.about, p.city, p.avatar_url,
       (select sum(s.followers) from account_follower_slot as s where s.followed_id = a.account_id) as followers,
       (select count(*) from follow_account as f where f.account_id = a.account_id) as follows,
       (select b.bears from bear_balance as b where b.account_id = a.account_id) as bears,
       posts.listed
from account as a
left join account_profile as p using (account_id)
cross join lateral (
    select jsonb_agg(jsonb_build_object('post_id', newest.post_id, 'body', newest.body) order by newest.post_id desc) as listed
    from (
        select post_id, body from post
        where author_id = a.account_id and deleted_at is null and hidden_at is null and visibility = 'public'
        order by post_id desc
        limit 20
    ) as newest
) as posts
where a.account_id = %(account_id)s
