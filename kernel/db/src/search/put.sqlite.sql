INSERT OR REPLACE INTO search_index (rowid, group_id, terms) VALUES ($3 * 256 + $2 + 0 * $1, $4, $5)
