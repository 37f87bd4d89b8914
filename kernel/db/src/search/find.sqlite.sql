SELECT rowid / 256, group_id FROM search_index
WHERE search_index MATCH $3 AND rowid < $4 * 256 + $2 AND $1 > 0 ORDER BY rowid DESC LIMIT $5
