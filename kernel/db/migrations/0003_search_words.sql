-- The words of the index, so that what begins with some letters is found as those words.
CREATE TABLE search_words (
  term TEXT NOT NULL,
  CONSTRAINT search_words_pkey PRIMARY KEY (term)
);
