/* fkplus:post */ -- The client makes the id, so that a repeated post is the same post.
insert into post (post_id, author_id, locale, body) values (%(key)s, %(account_id)s, 'ru', %(body)s)
on conflict (post_id) do nothing
