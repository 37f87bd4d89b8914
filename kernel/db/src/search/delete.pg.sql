DELETE FROM search_index WHERE account_id = $1 AND code = $2 AND row_id = $3
