INSERT OR REPLACE INTO search_index (rowid, group_id, terms)
SELECT $3 * 256 + $2, $4, string_agg(value, ' ') FROM json_each($5) WHERE $1 > 0
