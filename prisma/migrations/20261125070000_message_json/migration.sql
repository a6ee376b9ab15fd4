-- A row that could not be told would take the whole page of its neighbours with it: so there is none.
ALTER TABLE "messages" ADD CONSTRAINT "messages_json_check" CHECK (
  coalesce(jsonb_typeof("reactions"), 'array') = 'array' AND coalesce(jsonb_typeof("attachments"), 'array') = 'array'
  AND coalesce(jsonb_typeof("previews"), 'array') = 'array' AND coalesce(jsonb_typeof("forwarded"), 'object') = 'object');
