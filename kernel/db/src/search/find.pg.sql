SELECT row_id, group_id FROM search_index
WHERE account_id = $1 AND code = $2 AND terms @@ CAST($3 AS TSQUERY) AND row_id < $4 ORDER BY row_id DESC LIMIT $5
