-- The row id is the searched row's id * 256 + its kind's code, so that within a kind newest first is its order.
-- The terms come apart at blanks only and are compared as they are: they were folded before.
CREATE VIRTUAL TABLE search_index USING fts5 (
  terms, group_id UNINDEXED,
  content = '', contentless_delete = 1, contentless_unindexed = 1, detail = none, tokenize = 'ascii'
);
