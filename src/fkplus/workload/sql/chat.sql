/* fkplus:chat */ -- The last page of a chat.
select message_id, sender_id, body, created_at from private.message
where chat_id = %(chat_id)s
order by message_id desc
limit 50
