    -- By the length of their talk.
    select m.chat_id, count(*) as weight from private.message as m group by m.chat_id
