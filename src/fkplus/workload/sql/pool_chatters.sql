    -- By the number of their chats.
    select m.account_id, count(*) as weight from private.chat_member as m where m.left_at is null group by m.account_id
