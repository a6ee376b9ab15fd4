-- What a public room is found by: the words of its title and topic. Punctuation parts them, that which the parser of texts would keep too.
CREATE FUNCTION "room_words"(p_title text, p_topic text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
  SELECT to_tsvector('pg_catalog.simple', translate(lower(p_title || ' ' || coalesce(p_topic, '')),
    '.,:;!?-_/\|@#&+*=~^%$"''`()[]{}<>‘’“”„«»–—…·、。「」・', repeat(' ', 64)))
$$;
CREATE INDEX "chats_public_words_idx" ON "chats" USING gin ("room_words"("title", "topic")) WHERE "visibility" = 'public';
