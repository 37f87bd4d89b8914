DELETE FROM search_index WHERE rowid = $3 * 256 + $2 AND $1 > 0
