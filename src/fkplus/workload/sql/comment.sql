/* fkplus:comment */
insert into comment (post_id, comment_id, author_id, body) values (%(post_id)s, %(key)s, %(account_id)s, %(body)s)
on conflict (post_id, comment_id) do nothing
