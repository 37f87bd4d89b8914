-- In the order of bytes, whatever the database's language.
ALTER TABLE search_words ALTER COLUMN term TYPE TEXT COLLATE "C";
