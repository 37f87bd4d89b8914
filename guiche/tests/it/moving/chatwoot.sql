-- As much of Chatwoot's schema as is read, filled with a shop's year. Times are without zone, in UTC, as Rails keeps them.
CREATE TABLE accounts (id serial PRIMARY KEY, name varchar NOT NULL, created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
  locale integer DEFAULT 0, domain varchar, support_email varchar, custom_attributes jsonb DEFAULT '{}', settings jsonb DEFAULT '{}');
CREATE TABLE users (id serial PRIMARY KEY, provider varchar DEFAULT 'email', uid varchar DEFAULT '', encrypted_password varchar DEFAULT '',
  confirmed_at timestamp, name varchar NOT NULL, display_name varchar, email varchar, pubsub_token varchar, availability integer DEFAULT 0,
  message_signature text, created_at timestamp NOT NULL, updated_at timestamp NOT NULL);
CREATE TABLE account_users (id bigserial PRIMARY KEY, account_id bigint, user_id bigint, role integer DEFAULT 0, availability integer DEFAULT 0,
  auto_offline boolean DEFAULT true, custom_role_id bigint, created_at timestamp NOT NULL, updated_at timestamp NOT NULL);
CREATE TABLE access_tokens (id bigserial PRIMARY KEY, owner_type varchar, owner_id bigint, token varchar,
  created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now());
CREATE TABLE teams (id bigserial PRIMARY KEY, name varchar NOT NULL, description text, allow_auto_assign boolean DEFAULT true,
  account_id bigint NOT NULL, created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now());
CREATE TABLE team_members (id bigserial PRIMARY KEY, team_id bigint NOT NULL, user_id bigint NOT NULL);
CREATE TABLE channel_web_widgets (id serial PRIMARY KEY, website_url varchar, account_id integer, website_token varchar,
  widget_color varchar DEFAULT '#1f93ff', welcome_title varchar, welcome_tagline varchar, feature_flags integer DEFAULT 7,
  reply_time integer DEFAULT 0, hmac_token varchar, pre_chat_form_enabled boolean DEFAULT false, pre_chat_form_options jsonb DEFAULT '{}',
  hmac_mandatory boolean DEFAULT false);
CREATE TABLE channel_api (id bigserial PRIMARY KEY, account_id integer NOT NULL, webhook_url varchar, identifier varchar, hmac_token varchar,
  hmac_mandatory boolean DEFAULT false, additional_attributes jsonb DEFAULT '{}');
CREATE TABLE inboxes (id serial PRIMARY KEY, channel_id integer NOT NULL, account_id integer NOT NULL, name varchar NOT NULL,
  channel_type varchar, greeting_enabled boolean DEFAULT false, greeting_message varchar, working_hours_enabled boolean DEFAULT false,
  out_of_office_message varchar, timezone varchar DEFAULT 'UTC', enable_email_collect boolean DEFAULT true,
  csat_survey_enabled boolean DEFAULT false, allow_messages_after_resolved boolean DEFAULT true,
  lock_to_single_conversation boolean DEFAULT false, csat_config jsonb DEFAULT '{}',
  created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now());
CREATE TABLE working_hours (id bigserial PRIMARY KEY, inbox_id bigint, account_id bigint, day_of_week integer NOT NULL,
  closed_all_day boolean DEFAULT false, open_hour integer, open_minutes integer, close_hour integer, close_minutes integer,
  open_all_day boolean DEFAULT false);
CREATE TABLE inbox_members (id serial PRIMARY KEY, user_id integer NOT NULL, inbox_id integer NOT NULL);
CREATE TABLE contacts (id serial PRIMARY KEY, name varchar DEFAULT '', email varchar, phone_number varchar, account_id integer NOT NULL,
  created_at timestamp NOT NULL, updated_at timestamp NOT NULL, additional_attributes jsonb DEFAULT '{}', identifier varchar,
  custom_attributes jsonb DEFAULT '{}', last_activity_at timestamp, middle_name varchar DEFAULT '', last_name varchar DEFAULT '',
  location varchar DEFAULT '', country_code varchar DEFAULT '', blocked boolean DEFAULT false NOT NULL);
CREATE TABLE contact_inboxes (id bigserial PRIMARY KEY, contact_id bigint, inbox_id bigint, source_id varchar NOT NULL,
  hmac_verified boolean DEFAULT false, pubsub_token varchar, created_at timestamp NOT NULL, updated_at timestamp NOT NULL);
CREATE TABLE conversations (id serial PRIMARY KEY, account_id integer NOT NULL, inbox_id integer NOT NULL, status integer DEFAULT 0 NOT NULL,
  assignee_id integer, created_at timestamp NOT NULL, updated_at timestamp NOT NULL, contact_id bigint, display_id integer NOT NULL,
  contact_last_seen_at timestamp, agent_last_seen_at timestamp, additional_attributes jsonb DEFAULT '{}', contact_inbox_id bigint,
  uuid uuid DEFAULT gen_random_uuid() NOT NULL, last_activity_at timestamp NOT NULL, team_id bigint, snoozed_until timestamp,
  custom_attributes jsonb DEFAULT '{}', assignee_last_seen_at timestamp, first_reply_created_at timestamp, priority integer,
  waiting_since timestamp, cached_label_list text);
CREATE TABLE conversation_participants (id bigserial PRIMARY KEY, account_id bigint NOT NULL, user_id bigint NOT NULL,
  conversation_id bigint NOT NULL);
CREATE TABLE messages (id serial PRIMARY KEY, content text, account_id integer NOT NULL, inbox_id integer NOT NULL,
  conversation_id integer NOT NULL, message_type integer NOT NULL, created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
  private boolean DEFAULT false NOT NULL, status integer DEFAULT 0, source_id varchar, content_type integer DEFAULT 0 NOT NULL,
  content_attributes json DEFAULT '{}', sender_type varchar, sender_id bigint, processed_message_content text);
CREATE INDEX ON messages (conversation_id);
CREATE TABLE attachments (id serial PRIMARY KEY, file_type integer DEFAULT 0, external_url varchar, coordinates_lat float DEFAULT 0.0,
  coordinates_long float DEFAULT 0.0, message_id integer NOT NULL, account_id integer NOT NULL, fallback_title varchar, extension varchar,
  meta jsonb DEFAULT '{}', created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now());
CREATE TABLE active_storage_blobs (id bigserial PRIMARY KEY, key varchar NOT NULL, filename varchar NOT NULL, content_type varchar,
  byte_size bigint NOT NULL, service_name varchar NOT NULL DEFAULT 'local', created_at timestamp NOT NULL DEFAULT now());
CREATE TABLE active_storage_attachments (id bigserial PRIMARY KEY, name varchar NOT NULL, record_type varchar NOT NULL,
  record_id bigint NOT NULL, blob_id bigint NOT NULL, created_at timestamp NOT NULL DEFAULT now());
CREATE TABLE tags (id serial PRIMARY KEY, name varchar);
CREATE TABLE taggings (id serial PRIMARY KEY, tag_id integer, taggable_type varchar, taggable_id integer, context varchar);
CREATE TABLE labels (id bigserial PRIMARY KEY, title varchar, description text, color varchar DEFAULT '#1f93ff' NOT NULL,
  show_on_sidebar boolean, account_id bigint, created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now());
CREATE TABLE canned_responses (id serial PRIMARY KEY, account_id integer NOT NULL, short_code varchar, content text,
  created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now());
CREATE TABLE custom_attribute_definitions (id bigserial PRIMARY KEY, attribute_display_name varchar, attribute_key varchar,
  attribute_display_type integer DEFAULT 0, attribute_model integer DEFAULT 0, account_id bigint, attribute_description text,
  attribute_values jsonb DEFAULT '[]', regex_pattern varchar, regex_cue varchar,
  created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now());
CREATE TABLE custom_filters (id bigserial PRIMARY KEY, name varchar NOT NULL, filter_type integer DEFAULT 0 NOT NULL,
  query jsonb DEFAULT '{}' NOT NULL, account_id bigint NOT NULL, user_id bigint NOT NULL);
CREATE TABLE webhooks (id bigserial PRIMARY KEY, account_id integer, inbox_id integer, url varchar, webhook_type integer DEFAULT 0,
  subscriptions jsonb);
CREATE TABLE agent_bots (id bigserial PRIMARY KEY, name varchar, description varchar, outgoing_url varchar, account_id bigint,
  bot_type integer DEFAULT 0, bot_config jsonb DEFAULT '{}');
CREATE TABLE agent_bot_inboxes (id bigserial PRIMARY KEY, inbox_id integer, agent_bot_id integer, status integer DEFAULT 0,
  account_id integer);
CREATE TABLE dashboard_apps (id bigserial PRIMARY KEY, title varchar NOT NULL, content jsonb DEFAULT '[]', account_id bigint NOT NULL);
CREATE TABLE macros (id bigserial PRIMARY KEY, account_id bigint NOT NULL, name varchar NOT NULL, actions jsonb DEFAULT '{}' NOT NULL);
CREATE TABLE notes (id bigserial PRIMARY KEY, content text NOT NULL, account_id bigint NOT NULL, contact_id bigint NOT NULL,
  user_id bigint, created_at timestamp NOT NULL, updated_at timestamp NOT NULL);
CREATE TABLE csat_survey_responses (id bigserial PRIMARY KEY, account_id bigint NOT NULL, conversation_id bigint NOT NULL,
  message_id bigint NOT NULL, rating integer NOT NULL, feedback_message text, contact_id bigint NOT NULL, assigned_agent_id bigint,
  created_at timestamp NOT NULL, updated_at timestamp NOT NULL);
CREATE TABLE integrations_hooks (id bigserial PRIMARY KEY, account_id integer, app_id varchar);

INSERT INTO accounts (id, name, created_at, updated_at, locale, support_email) VALUES
  (3, 'Aurora Calçados', '2025-01-10 12:00:00', '2026-01-10 12:00:00', 16, 'contato@aurora.example'),
  (4, 'VIZINHA', '2025-01-10 12:00:00', '2026-01-10 12:00:00', 0, NULL);
INSERT INTO users (id, encrypted_password, confirmed_at, name, display_name, email, message_signature, created_at, updated_at) VALUES
  (11, '@DIGEST@', '2025-01-10 12:05:00', 'Helena Duarte', 'Lena', 'helena@aurora.example', 'Helena, Aurora', '2025-01-10 12:00:00', '2025-01-10 12:00:00'),
  (12, '@DIGEST@', '2025-01-11 12:05:00', 'Bruno Sá', NULL, 'bruno@aurora.example', NULL, '2025-01-11 12:00:00', '2025-01-11 12:00:00'),
  (13, '', NULL, 'Carla Nunes', NULL, 'carla@aurora.example', NULL, '2025-02-01 12:00:00', '2025-02-01 12:00:00'),
  (14, '@DIGEST@', '2025-01-11 12:05:00', 'Diego Lima', NULL, 'diego@aurora.example', NULL, '2025-01-11 12:00:00', '2025-01-11 12:00:00'),
  (19, '@DIGEST@', '2025-01-11 12:05:00', 'VIZINHA', NULL, 'vizinha@example.com', NULL, '2025-01-11 12:00:00', '2025-01-11 12:00:00');
INSERT INTO account_users (account_id, user_id, role, availability, created_at, updated_at) VALUES
  (3, 11, 1, 0, '2025-01-10 12:00:00', '2025-01-10 12:00:00'), (3, 12, 0, 2, '2025-01-11 12:00:00', '2025-01-11 12:00:00'),
  (3, 13, 0, 0, '2025-02-01 12:00:00', '2025-02-01 12:00:00'), (4, 19, 1, 0, '2025-01-11 12:00:00', '2025-01-11 12:00:00');
INSERT INTO access_tokens (owner_type, owner_id, token) VALUES ('User', 11, 'ficha-da-helena-0001'), ('User', 12, 'ficha-do-bruno-00002'),
  ('AgentBot', 5, 'ficha-do-robo-000003'), ('User', 19, 'ficha-vizinha-000004');
INSERT INTO teams (id, name, description, account_id) VALUES (21, 'Vendas', 'Quem vende', 3), (22, 'Suporte', NULL, 3), (29, 'VIZINHA', NULL, 4);
INSERT INTO team_members (team_id, user_id) VALUES (21, 11), (21, 12), (22, 12);
INSERT INTO channel_web_widgets (id, website_url, account_id, website_token, widget_color, welcome_title, feature_flags, reply_time, hmac_token)
  VALUES (1, 'https://aurora.example', 3, 'SiteTokenAurora000000001', '#1B2A6B', 'Oi! Como podemos ajudar?', 3, 1, 'chave-do-site');
INSERT INTO channel_api (id, account_id, webhook_url, identifier, hmac_token) VALUES
  (2, 3, NULL, 'AppIdentifierAurora00002', 'chave-do-app'), (9, 4, NULL, 'VIZINHA', 'VIZINHA');
INSERT INTO inboxes (id, channel_id, account_id, name, channel_type, greeting_enabled, greeting_message, working_hours_enabled, timezone, csat_survey_enabled)
  VALUES (31, 1, 3, 'Site', 'Channel::WebWidget', true, 'Olá! Já te atendemos.', true, 'America/Sao_Paulo', true),
    (32, 2, 3, 'Aplicativo', 'Channel::Api', false, NULL, false, 'America/Sao_Paulo', false),
    (33, 3, 3, 'WhatsApp da loja', 'Channel::Whatsapp', false, NULL, false, 'America/Sao_Paulo', false),
    (39, 9, 4, 'VIZINHA', 'Channel::Api', false, NULL, false, 'UTC', false);
INSERT INTO working_hours (inbox_id, account_id, day_of_week, closed_all_day, open_hour, open_minutes, close_hour, close_minutes)
  SELECT 31, 3, d, d IN (0, 6), CASE WHEN d IN (0, 6) THEN NULL ELSE 8 END, CASE WHEN d IN (0, 6) THEN NULL ELSE 30 END,
    CASE WHEN d IN (0, 6) THEN NULL ELSE 18 END, CASE WHEN d IN (0, 6) THEN NULL ELSE 0 END FROM generate_series(0, 6) d;
INSERT INTO inbox_members (user_id, inbox_id) VALUES (11, 31), (12, 31), (12, 32), (12, 33);
INSERT INTO contacts (id, name, email, phone_number, account_id, created_at, updated_at, additional_attributes, identifier, custom_attributes, last_activity_at, blocked) VALUES
  (41, 'João da Silva', 'joao@example.com', '+5511987654321', 3, '2025-03-01 10:00:00', '2025-03-02 10:00:00', '{"city": "São Paulo", "country_code": "BR"}', 'cliente-41', '{"cpf": "529.982.247-25", "pedidos": 3}', '2025-12-01 10:00:00', false),
  (42, 'João (antigo)', NULL, '+551187654321', 3, '2025-03-03 10:00:00', '2025-03-03 10:00:00', '{}', NULL, '{}', NULL, false),
  (43, 'Zé Bloqueado', 'ze@example.com', NULL, 3, '2025-03-04 10:00:00', '2025-03-04 10:00:00', '{}', NULL, '{}', NULL, true),
  (44, 'Maria Conceição', 'maria@example.com', '+5521998877665', 3, '2025-03-05 10:00:00', '2025-03-05 10:00:00', '{}', NULL, '{}', '2025-11-01 10:00:00', false),
  (45, 'quiet-river-77', NULL, NULL, 3, '2025-03-06 10:00:00', '2025-03-06 10:00:00', '{}', NULL, '{}', NULL, false),
  (46, 'Telefone Torto', NULL, '9999', 3, '2025-03-07 10:00:00', '2025-03-07 10:00:00', '{}', NULL, '{}', NULL, false),
  (49, 'VIZINHA', 'vizinha@example.com', NULL, 4, '2025-03-07 10:00:00', '2025-03-07 10:00:00', '{}', NULL, '{}', NULL, false);
INSERT INTO contacts (id, name, email, account_id, created_at, updated_at)
  SELECT 100 + n, 'Cliente ' || n, 'cliente' || n || '@example.com', 3, timestamp '2025-04-01 10:00:00' + n * interval '1 hour',
    timestamp '2025-04-01 10:00:00' + n * interval '1 hour' FROM generate_series(0, 59) n;
INSERT INTO contact_inboxes (id, contact_id, inbox_id, source_id, hmac_verified, created_at, updated_at) VALUES
  (51, 41, 31, 'aaaaaaaa-0000-4000-8000-000000000041', true, '2025-03-01 10:00:00', '2025-03-01 10:00:00'),
  (52, 41, 33, '5511987654321', false, '2025-03-01 10:00:00', '2025-03-01 10:00:00'),
  (53, 44, 32, 'maria-no-app', false, '2025-03-05 10:00:00', '2025-03-05 10:00:00'),
  (54, 45, 31, 'aaaaaaaa-0000-4000-8000-000000000045', false, '2025-03-06 10:00:00', '2025-03-06 10:00:00'),
  (55, 43, 32, 'ze-no-app', false, '2025-03-04 10:00:00', '2025-03-04 10:00:00'),
  (59, 49, 39, 'VIZINHA', false, '2025-03-04 10:00:00', '2025-03-04 10:00:00');
INSERT INTO contact_inboxes (id, contact_id, inbox_id, source_id, created_at, updated_at)
  SELECT 200 + n, 100 + n, 32, 'app-' || n, '2025-04-01 10:00:00', '2025-04-01 10:00:00' FROM generate_series(0, 59) n;
INSERT INTO conversations (id, account_id, inbox_id, status, assignee_id, team_id, created_at, updated_at, contact_id, display_id, agent_last_seen_at,
    additional_attributes, contact_inbox_id, last_activity_at, snoozed_until, custom_attributes, first_reply_created_at, priority, waiting_since) VALUES
  (501, 3, 31, 0, 12, 21, '2025-12-01 10:00:00', '2025-12-01 10:30:00', 41, 1, '2025-12-01 10:10:00', '{"browser": {"browser_name": "Firefox"}}', 51, '2025-12-01 10:30:00', NULL, '{"pedido": "8812"}', '2025-12-01 10:05:00', 2, '2025-12-01 10:20:00'),
  (502, 3, 31, 0, NULL, NULL, '2025-12-02 10:00:00', '2025-12-02 10:01:00', 45, 2, NULL, '{}', 54, '2025-12-02 10:01:00', NULL, '{}', NULL, NULL, '2025-12-02 10:00:00'),
  (503, 3, 32, 2, NULL, NULL, '2025-12-03 10:00:00', '2025-12-03 10:00:00', 44, 3, NULL, '{}', 53, '2025-12-03 10:00:00', NULL, '{}', NULL, NULL, NULL),
  (504, 3, 32, 3, 11, NULL, '2025-12-04 10:00:00', '2025-12-04 10:00:00', 43, 4, NULL, '{}', 55, '2025-12-04 10:00:00', '2099-01-02 12:00:00', '{}', NULL, 3, NULL),
  (505, 3, 31, 1, 11, 22, '2025-06-05 10:00:00', '2025-06-05 12:00:00', 41, 5, '2025-06-05 12:00:00', '{}', 51, '2025-06-05 12:00:00', NULL, '{}', '2025-06-05 10:10:00', 0, NULL),
  (506, 3, 33, 1, NULL, NULL, '2025-07-05 10:00:00', '2025-07-05 12:00:00', 41, 6, NULL, '{}', 52, '2025-07-05 12:00:00', NULL, '{}', NULL, 1, NULL),
  (508, 3, 32, 0, 12, NULL, '2025-08-05 10:00:00', '2025-08-07 12:00:00', 44, 8, '2025-08-08 12:00:00', '{}', 53, '2025-08-07 12:00:00', NULL, '{}', NULL, NULL, NULL),
  (590, 4, 39, 0, NULL, NULL, '2025-08-05 10:00:00', '2025-08-07 12:00:00', 49, 1, NULL, '{}', 59, '2025-08-07 12:00:00', NULL, '{}', NULL, NULL, NULL);
INSERT INTO conversations (id, account_id, inbox_id, status, assignee_id, created_at, updated_at, contact_id, display_id, contact_inbox_id, last_activity_at)
  SELECT 600 + n, 3, 32, n % 4, CASE WHEN n % 2 = 0 THEN 12 END, timestamp '2026-01-01 10:00:00' + n * interval '1 hour',
    timestamp '2026-01-01 10:10:00' + n * interval '1 hour', 100 + n, 100 + n, 200 + n, timestamp '2026-01-01 10:10:00' + n * interval '1 hour'
  FROM generate_series(0, 59) n;
INSERT INTO conversation_participants (account_id, user_id, conversation_id) VALUES (3, 11, 501);
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id) VALUES
  (701, 'Oi, meu pedido 8812 não chegou', 3, 31, 501, 0, '2025-12-01 10:00:00', '2025-12-01 10:00:00', false, 0, NULL, 0, '{}', 'Contact', 41),
  (702, 'Olá! Já te atendemos.', 3, 31, 501, 3, '2025-12-01 10:00:01', '2025-12-01 10:00:01', false, 0, NULL, 0, '{}', NULL, NULL),
  (703, 'Atribuído a Bruno Sá por Helena Duarte', 3, 31, 501, 2, '2025-12-01 10:02:00', '2025-12-01 10:02:00', false, 0, NULL, 0, '{}', NULL, NULL),
  (704, 'Vou verificar com a transportadora.', 3, 31, 501, 1, '2025-12-01 10:05:00', '2025-12-01 10:05:00', false, 2, NULL, 0, '"{\"in_reply_to\":701}"', 'User', 12),
  (705, 'Cliente antigo, cuidar bem', 3, 31, 501, 1, '2025-12-01 10:06:00', '2025-12-01 10:06:00', true, 0, NULL, 0, '{}', 'User', 14),
  (706, 'Segue a foto da caixa rasgada', 3, 31, 501, 0, '2025-12-01 10:20:00', '2025-12-01 10:20:00', false, 0, 'ext-706', 0, '{}', 'Contact', 41),
  (707, NULL, 3, 31, 501, 0, '2025-12-01 10:30:00', '2025-12-01 10:30:00', false, 0, NULL, 0, '{}', 'Contact', 41),
  (711, 'Vocês têm o tênis azul?', 3, 31, 502, 0, '2025-12-02 10:00:00', '2025-12-02 10:00:00', false, 0, NULL, 0, '{}', 'Contact', 45),
  (712, 'Número 42', 3, 31, 502, 0, '2025-12-02 10:01:00', '2025-12-02 10:01:00', false, 0, NULL, 0, '{}', 'Contact', 45),
  (713, 'Sou o robô da Aurora', 3, 32, 503, 1, '2025-12-03 10:00:00', '2025-12-03 10:00:00', false, 0, NULL, 0, '{}', 'AgentBot', 5),
  (714, 'Depois eu volto', 3, 32, 504, 0, '2025-12-04 10:00:00', '2025-12-04 10:00:00', false, 0, NULL, 0, '{}', 'Contact', 43),
  (715, 'Quero trocar o número', 3, 31, 505, 0, '2025-06-05 10:00:00', '2025-06-05 10:00:00', false, 0, NULL, 0, '{}', 'Contact', 41),
  (716, 'Troca feita!', 3, 31, 505, 1, '2025-06-05 10:10:00', '2025-06-05 10:10:00', false, 1, NULL, 0, '{}', 'User', 11),
  (717, 'Como foi o atendimento?', 3, 31, 505, 3, '2025-06-05 12:00:00', '2025-06-05 12:00:00', false, 0, NULL, 9, '{"submitted_values": {"csat_survey_response": {"rating": 5}}}', NULL, NULL),
  (718, 'Oi pelo zap', 3, 33, 506, 0, '2025-07-05 10:00:00', '2025-07-05 10:00:00', false, 0, 'wamid.718', 0, '{}', 'Contact', 41),
  (719, 'Resposta que falhou', 3, 33, 506, 1, '2025-07-05 12:00:00', '2025-07-05 12:00:00', false, 3, NULL, 0, '{"external_error": "131047: janela fechada"}', 'User', 12),
  (790, 'VIZINHA', 4, 39, 590, 0, '2025-12-04 10:00:00', '2025-12-04 10:00:00', false, 0, NULL, 0, '{}', 'Contact', 49);
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, sender_type, sender_id)
  SELECT 10000 + n, 'Linha ' || n || CASE WHEN n = 1234 THEN ' com a palavra jabuticaba' ELSE '' END, 3, 32, 508, n % 2,
    timestamp '2025-08-05 10:00:00' + n * interval '1 minute', timestamp '2025-08-05 10:00:00' + n * interval '1 minute',
    CASE WHEN n % 2 = 0 THEN 'Contact' ELSE 'User' END, CASE WHEN n % 2 = 0 THEN 44 ELSE 12 END FROM generate_series(1, 1250) n;
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, sender_type, sender_id)
  SELECT 20000 + n * 3 + m, 'Conversa ' || n || ', mensagem ' || m, 3, 32, 600 + n, m % 2, timestamp '2026-01-01 10:00:00' + n * interval '1 hour' + m * interval '3 minutes',
    timestamp '2026-01-01 10:00:00' + n * interval '1 hour' + m * interval '3 minutes', CASE WHEN m % 2 = 0 THEN 'Contact' ELSE 'User' END,
    CASE WHEN m % 2 = 0 THEN 100 + n ELSE 12 END FROM generate_series(0, 59) n, generate_series(0, 2) m;
INSERT INTO attachments (id, file_type, message_id, account_id, coordinates_lat, coordinates_long, fallback_title) VALUES
  (801, 0, 706, 3, 0, 0, NULL), (802, 4, 707, 3, -23.55, -46.63, 'Minha casa'), (803, 3, 718, 3, 0, 0, NULL);
INSERT INTO active_storage_blobs (id, key, filename, content_type, byte_size) VALUES
  (901, 'fotodacaixa0001', 'caixa rasgada.png', 'image/png', 70), (902, 'sumiudodisco02', 'nota.pdf', 'application/pdf', 10);
INSERT INTO active_storage_attachments (name, record_type, record_id, blob_id) VALUES ('file', 'Attachment', 801, 901), ('file', 'Attachment', 803, 902);
INSERT INTO labels (id, title, description, color, show_on_sidebar, account_id) VALUES (61, 'troca', 'Trocas', '#d66773', true, 3), (62, 'vip', NULL, '#23a86f', false, 3), (69, 'VIZINHA', NULL, '#23a86f', false, 4);
INSERT INTO tags (id, name) VALUES (1, 'troca'), (2, 'vip'), (3, 'sem-ficha');
INSERT INTO taggings (tag_id, taggable_type, taggable_id, context) VALUES (1, 'Conversation', 505, 'labels'), (3, 'Conversation', 505, 'labels'), (2, 'Contact', 41, 'labels');
INSERT INTO canned_responses (id, account_id, short_code, content) VALUES (71, 3, 'prazo', 'O prazo é de 5 dias úteis, {{contact.name}}.'), (72, 3, 'Prazo', 'Outro prazo.');
INSERT INTO custom_attribute_definitions (id, attribute_display_name, attribute_key, attribute_display_type, attribute_model, account_id, attribute_values) VALUES
  (81, 'Pedido', 'pedido', 0, 0, 3, '[]'), (82, 'Pedidos', 'pedidos', 1, 1, 3, '[]'), (83, 'Nível', 'nivel', 6, 1, 3, '["ouro", "prata"]');
INSERT INTO custom_filters (id, name, filter_type, query, account_id, user_id) VALUES
  (91, 'Do Bruno no site', 0, '{"payload": [{"attribute_key": "assignee_id", "filter_operator": "equal_to", "values": [12], "query_operator": "and"}, {"attribute_key": "inbox_id", "filter_operator": "equal_to", "values": [31], "query_operator": null}]}', 3, 11);
INSERT INTO webhooks (id, account_id, url, subscriptions) VALUES (101, 3, 'https://erp.aurora.example/chatwoot', '["message_created", "conversation_created"]');
INSERT INTO agent_bots (id, name, description, outgoing_url, account_id) VALUES (5, 'Robô da Aurora', 'Primeiro atendimento', 'https://bot.aurora.example/', 3);
INSERT INTO agent_bot_inboxes (inbox_id, agent_bot_id, status, account_id) VALUES (32, 5, 0, 3);
INSERT INTO dashboard_apps (id, title, content, account_id) VALUES (111, 'Pedidos', '[{"type": "frame", "url": "https://erp.aurora.example/painel"}]', 3);
INSERT INTO macros (id, account_id, name) VALUES (121, 3, 'Encerrar com elogio');
INSERT INTO notes (id, content, account_id, contact_id, user_id, created_at, updated_at) VALUES (131, 'Prefere ligação à tarde', 3, 41, 12, '2025-03-10 10:00:00', '2025-03-10 10:00:00');
INSERT INTO csat_survey_responses (id, account_id, conversation_id, message_id, rating, feedback_message, contact_id, assigned_agent_id, created_at, updated_at)
  VALUES (141, 3, 505, 717, 5, 'Ótimo!', 41, 11, '2025-06-05 12:30:00', '2025-06-05 12:30:00');
INSERT INTO integrations_hooks (id, account_id, app_id) VALUES (151, 3, 'slack');
