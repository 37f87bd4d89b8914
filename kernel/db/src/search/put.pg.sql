INSERT INTO search_index (account_id, code, row_id, group_id, terms)
VALUES ($1, $2, $3, $4, array_to_tsvector(string_to_array(CAST($5 AS TEXT), ' ')))
ON CONFLICT (account_id, code, row_id) DO UPDATE SET group_id = excluded.group_id, terms = excluded.terms
