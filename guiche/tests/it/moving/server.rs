//! Chatwoot's API, played over its tables: pages, limits, and on demand what a busy server does.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::chatwoot::{Chatwoot, DOT, ask};

pub(crate) struct Fake {
    url: String,
    state: Arc<Playing>,
    _serving: tokio::task::JoinHandle<()>,
}

struct Playing {
    database: String,
    url: String,
    moody: bool,
    asked: AtomicUsize,
    faults: AtomicUsize,
}

impl Fake {
    pub(crate) async fn start(old: &Chatwoot, moody: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Playing {
            database: old.url.clone(),
            url: url.clone(),
            moody,
            asked: AtomicUsize::new(0),
            faults: AtomicUsize::new(0),
        });
        let app = Router::new().fallback(answer).with_state(Arc::clone(&state));
        let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, state, _serving: serving }
    }

    pub(crate) fn asked(&self, token: &str) -> Vec<String> {
        ["--url", &self.url, "--token", token, "--account", "3"].map(str::to_owned).to_vec()
    }

    /// How often it was busy, broken or gone.
    pub(crate) fn faults(&self) -> usize {
        self.state.faults.load(Ordering::Relaxed)
    }
}

async fn answer(State(playing): State<Arc<Playing>>, request: Request<Body>) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let token = request
        .headers()
        .get("api_access_token")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if let Some(fault) = mood(&playing) {
        playing.faults.fetch_add(1, Ordering::Relaxed);
        return fault;
    }
    if let Some(file) = path.strip_prefix("/rails/active_storage/") {
        assert!(token.is_empty(), "the token was sent along with a file's address");
        return content(file);
    }
    tokio::task::spawn_blocking(move || api(&playing, &path, &query, &token)).await.unwrap()
}

/// A server on a bad day: too busy, broken, or gone in the middle of its answer.
fn mood(playing: &Playing) -> Option<Response> {
    let n = playing.asked.fetch_add(1, Ordering::Relaxed) + 1;
    match n {
        _ if !playing.moody => None,
        n if n % 61 == 0 => {
            let parts = [Ok("{\"payload\": ["), Err(std::io::Error::other("gone"))];
            Some(Body::from_stream(futures_util::stream::iter(parts)).into_response())
        }
        n if n % 53 == 0 => Some((StatusCode::INTERNAL_SERVER_ERROR, "We're sorry").into_response()),
        n if n % 29 == 0 => {
            Some((StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "0")], "Retry later").into_response())
        }
        _ => None,
    }
}

fn content(file: &str) -> Response {
    if let Some(rest) = file.strip_prefix("blobs/redirect/") {
        let place = format!("/rails/active_storage/disk/{rest}");
        return (StatusCode::FOUND, [(header::LOCATION, place)]).into_response();
    }
    match file.strip_prefix("disk/fotodacaixa0001/") {
        Some(_) => ([(header::CONTENT_TYPE, "image/png")], DOT).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn api(playing: &Playing, path: &str, query: &str, token: &str) -> Response {
    let ask = |sql: &str| ask(&playing.database, sql.replace("@URL@", &playing.url));
    let clean: String = token.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let me = ask(&format!(
        "SELECT (SELECT owner_id::text FROM access_tokens WHERE owner_type = 'User' AND token = '{clean}')"
    ));
    let Some(me) = me.as_i64() else {
        return (StatusCode::UNAUTHORIZED, axum::Json(json!({ "error": "Invalid Access Token" })))
            .into_response();
    };
    let given = |key: &str| {
        query.split('&').find_map(|p| p.strip_prefix(key)?.strip_prefix('=')).unwrap_or_default().to_owned()
    };
    let number = |key: &str| given(key).parse::<i64>().ok();
    if path == "/api/v1/profile" {
        return axum::Json(ask(&format!("{PROFILE} WHERE u.id = {me}"))).into_response();
    }
    let Some(path) = path.strip_prefix("/api/v1/accounts/3/") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let page = number("page").unwrap_or(1) - 1;
    let parts: Vec<&str> = path.split('/').collect();
    let found = match parts.as_slice() {
        [""] => Some(ask(ACCOUNT)),
        ["agents"] => Some(ask(AGENTS)),
        ["teams"] => Some(list(ask(
            "SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM teams t WHERE account_id = 3",
        ))),
        ["teams", id, "team_members"] => Some(list(ask(&format!(
            "SELECT jsonb_agg(jsonb_build_object('id', user_id))::text FROM team_members WHERE team_id = {id}"
        )))),
        ["inboxes"] => Some(payload(ask(INBOXES))),
        ["inboxes", id, "agent_bot"] => {
            Some(json!({ "agent_bot": if *id == "32" { json!({ "id": 5 }) } else { json!({}) } }))
        }
        ["inbox_members", id] => Some(payload(ask(&format!(
            "SELECT jsonb_agg(jsonb_build_object('id', user_id))::text FROM inbox_members WHERE inbox_id = {id}"
        )))),
        ["labels"] => {
            Some(payload(ask("SELECT jsonb_agg(to_jsonb(t))::text FROM labels t WHERE account_id = 3")))
        }
        ["custom_attribute_definitions"] => Some(list(ask(ATTRIBUTES))),
        ["canned_responses"] => Some(list(ask(
            "SELECT jsonb_agg(to_jsonb(t) ORDER BY t.id)::text FROM canned_responses t WHERE account_id = 3",
        ))),
        ["agent_bots"] => Some(list(ask(
            "SELECT jsonb_agg(to_jsonb(b) || jsonb_build_object('access_token', 'ficha-do-robo-000003'))::text FROM agent_bots b WHERE account_id = 3",
        ))),
        ["custom_filters"] => Some(filters(&ask, me, &given("filter_type"))),
        ["webhooks"] => Some(
            json!({ "payload": { "webhooks": list(ask("SELECT jsonb_agg(to_jsonb(t))::text FROM webhooks t WHERE account_id = 3")) } }),
        ),
        ["dashboard_apps"] => {
            Some(list(ask("SELECT jsonb_agg(to_jsonb(t))::text FROM dashboard_apps t WHERE account_id = 3")))
        }
        ["macros"] => {
            Some(payload(ask("SELECT jsonb_agg(to_jsonb(t))::text FROM macros t WHERE account_id = 3")))
        }
        ["automation_rules" | "portals"] => Some(payload(json!([]))),
        ["campaigns"] => Some(json!([])),
        ["integrations", "apps"] => {
            Some(payload(json!([{ "id": "slack", "name": "Slack", "hooks": [{ "id": 151 }] }])))
        }
        ["contacts"] => Some(payload(ask(&format!(
            "{CONTACTS} ORDER BY c.created_at, c.id LIMIT 15 OFFSET {}) t",
            page * 15
        )))),
        ["contacts", id, "labels"] => Some(payload(ask(&format!(
            "SELECT jsonb_agg(t.name)::text FROM taggings g JOIN tags t ON t.id = g.tag_id WHERE g.taggable_type = 'Contact' AND g.taggable_id = {id}"
        )))),
        ["contacts", id, "notes"] => Some(list(ask(&format!(
            "SELECT jsonb_agg(jsonb_build_object('id', n.id, 'content', n.content, 'account_id', 3, 'contact_id', n.contact_id, 'user', jsonb_build_object('id', n.user_id), 'created_at', extract(epoch FROM n.created_at)::bigint, 'updated_at', extract(epoch FROM n.updated_at)::bigint))::text FROM notes n WHERE contact_id = {id}"
        )))),
        ["csat_survey_responses"] => Some(list(ask(&format!("{SURVEYS} LIMIT 25 OFFSET {}) t", page * 25)))),
        ["conversations"] => {
            assert_eq!(given("status"), "all");
            let rows =
                ask(&format!("{CONVERSATIONS} ORDER BY v.created_at, v.id LIMIT 25 OFFSET {}) t", page * 25));
            Some(json!({ "data": { "meta": {}, "payload": list(rows) } }))
        }
        ["conversations", n, "participants"] => Some(list(ask(&format!(
            "SELECT jsonb_agg(jsonb_build_object('id', p.user_id))::text FROM conversation_participants p JOIN conversations v ON v.id = p.conversation_id WHERE v.account_id = 3 AND v.display_id = {n}"
        )))),
        ["conversations", n, "messages"] => {
            let (after, before) = (number("after"), number("before"));
            let (limit, from) = match (after, before) {
                (Some(after), Some(before)) => (1000, format!("m.id >= {after} AND m.id < {before}")),
                (Some(after), None) => (100, format!("m.id > {after}")),
                _ => (20, "TRUE".to_owned()),
            };
            Some(payload(ask(&format!(
                "{MESSAGES} AND v.display_id = {n} AND {from} ORDER BY m.created_at LIMIT {limit}) t"
            ))))
        }
        _ => None,
    };
    match found {
        Some(found) => axum::Json(found).into_response(),
        None => (StatusCode::NOT_FOUND, axum::Json(json!({ "error": "Resource could not be found" })))
            .into_response(),
    }
}

fn list(found: Value) -> Value {
    if found.is_null() { json!([]) } else { found }
}

fn payload(found: Value) -> Value {
    json!({ "meta": {}, "payload": list(found) })
}

/// Only one's own.
fn filters(ask: &impl Fn(&str) -> Value, me: i64, kind: &str) -> Value {
    let kind = ["conversation", "contact", "report"].iter().position(|k| *k == kind).unwrap();
    let sql = "SELECT jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'filter_type', 'conversation', 'query', f.query))::text FROM custom_filters f";
    list(ask(&format!("{sql} WHERE f.account_id = 3 AND f.user_id = {me} AND f.filter_type = {kind}")))
}

const PROFILE: &str = "SELECT jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email, 'message_signature', u.message_signature,
  'accounts', (SELECT jsonb_agg(jsonb_build_object('id', a.account_id, 'role', CASE a.role WHEN 1 THEN 'administrator' ELSE 'agent' END))
    FROM account_users a WHERE a.user_id = u.id))::text FROM users u";
const ACCOUNT: &str = "SELECT jsonb_build_object('id', id, 'name', name, 'locale', 'pt_BR', 'support_email', support_email, 'domain', domain,
  'custom_attributes', custom_attributes, 'created_at', to_char(created_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))::text FROM accounts WHERE id = 3";
const AGENTS: &str = "SELECT jsonb_agg(jsonb_build_object('id', u.id, 'account_id', 3, 'availability_status', 'offline', 'auto_offline', a.auto_offline,
  'confirmed', u.confirmed_at IS NOT NULL, 'email', u.email, 'available_name', COALESCE(u.display_name, u.name), 'name', u.name,
  'role', CASE a.role WHEN 1 THEN 'administrator' ELSE 'agent' END) ORDER BY u.id)::text
  FROM account_users a JOIN users u ON u.id = a.user_id WHERE a.account_id = 3";
const INBOXES: &str = "SELECT jsonb_agg(to_jsonb(i) || jsonb_build_object('working_hours', (SELECT jsonb_agg(to_jsonb(h)) FROM working_hours h WHERE h.inbox_id = i.id))
  || CASE i.channel_type WHEN 'Channel::WebWidget' THEN (SELECT jsonb_build_object('website_url', w.website_url, 'website_token', w.website_token,
      'widget_color', w.widget_color, 'welcome_title', w.welcome_title, 'reply_time', 'in_a_few_hours', 'hmac_token', w.hmac_token,
      'hmac_mandatory', w.hmac_mandatory, 'selected_feature_flags', jsonb_build_array('attachments', 'emoji_picker'),
      'pre_chat_form_enabled', w.pre_chat_form_enabled, 'pre_chat_form_options', w.pre_chat_form_options) FROM channel_web_widgets w WHERE w.id = i.channel_id)
    WHEN 'Channel::Api' THEN (SELECT jsonb_build_object('inbox_identifier', c.identifier, 'webhook_url', c.webhook_url, 'hmac_token', c.hmac_token,
      'hmac_mandatory', c.hmac_mandatory, 'additional_attributes', c.additional_attributes) FROM channel_api c WHERE c.id = i.channel_id)
    ELSE '{\"phone_number\": \"+5511900000000\"}' END)::text FROM inboxes i WHERE i.account_id = 3";
const ATTRIBUTES: &str = "SELECT jsonb_agg(to_jsonb(d) || jsonb_build_object(
  'attribute_display_type', (ARRAY['text','number','currency','percent','link','date','list','checkbox'])[d.attribute_display_type + 1],
  'attribute_model', (ARRAY['conversation_attribute','contact_attribute'])[d.attribute_model + 1]))::text
  FROM custom_attribute_definitions d WHERE account_id = 3";
const CONTACTS: &str = "SELECT jsonb_agg(t.j)::text FROM (SELECT jsonb_build_object('id', c.id, 'name', c.name, 'email', c.email, 'phone_number', c.phone_number,
  'identifier', c.identifier, 'blocked', c.blocked, 'additional_attributes', c.additional_attributes, 'custom_attributes', c.custom_attributes,
  'last_activity_at', extract(epoch FROM c.last_activity_at)::bigint, 'created_at', extract(epoch FROM c.created_at)::bigint,
  'availability_status', 'offline', 'thumbnail', '', 'contact_inboxes', COALESCE((SELECT jsonb_agg(jsonb_build_object('source_id', x.source_id,
    'inbox', jsonb_build_object('id', x.inbox_id))) FROM contact_inboxes x WHERE x.contact_id = c.id), '[]')) j
  FROM contacts c WHERE c.account_id = 3 AND (c.email <> '' OR c.phone_number <> '' OR c.identifier <> '')";
const SURVEYS: &str = "SELECT jsonb_agg(t.j)::text FROM (SELECT jsonb_build_object('id', s.id, 'rating', s.rating, 'feedback_message', s.feedback_message,
  'account_id', 3, 'message_id', s.message_id, 'contact', jsonb_build_object('id', s.contact_id), 'conversation_id', v.display_id,
  'assigned_agent', jsonb_build_object('id', s.assigned_agent_id), 'created_at', extract(epoch FROM s.created_at)::bigint) j
  FROM csat_survey_responses s JOIN conversations v ON v.id = s.conversation_id WHERE s.account_id = 3 ORDER BY s.created_at";
const CONVERSATIONS: &str = "SELECT jsonb_agg(t.j)::text FROM (SELECT jsonb_build_object('id', v.display_id, 'account_id', 3, 'uuid', v.uuid, 'inbox_id', v.inbox_id,
  'status', (ARRAY['open','resolved','pending','snoozed'])[v.status + 1], 'priority', (ARRAY['low','medium','high','urgent'])[v.priority + 1],
  'additional_attributes', v.additional_attributes, 'custom_attributes', v.custom_attributes,
  'labels', COALESCE((SELECT jsonb_agg(t.name) FROM taggings g JOIN tags t ON t.id = g.tag_id WHERE g.taggable_type = 'Conversation' AND g.taggable_id = v.id), '[]'),
  'created_at', extract(epoch FROM v.created_at)::bigint, 'updated_at', extract(epoch FROM v.updated_at)::float,
  'timestamp', extract(epoch FROM v.last_activity_at)::bigint, 'last_activity_at', extract(epoch FROM v.last_activity_at)::bigint,
  'snoozed_until', v.snoozed_until, 'first_reply_created_at', COALESCE(extract(epoch FROM v.first_reply_created_at)::bigint, 0),
  'waiting_since', COALESCE(extract(epoch FROM v.waiting_since)::bigint, 0), 'agent_last_seen_at', COALESCE(extract(epoch FROM v.agent_last_seen_at)::bigint, 0),
  'meta', jsonb_build_object('channel', i.channel_type, 'hmac_verified', x.hmac_verified,
    'sender', (SELECT jsonb_build_object('id', c.id, 'name', c.name, 'email', c.email, 'phone_number', c.phone_number, 'identifier', c.identifier,
      'blocked', c.blocked, 'additional_attributes', c.additional_attributes, 'custom_attributes', c.custom_attributes,
      'created_at', extract(epoch FROM c.created_at)::bigint) FROM contacts c WHERE c.id = v.contact_id))
    || CASE WHEN v.assignee_id IS NULL THEN '{}' ELSE jsonb_build_object('assignee', jsonb_build_object('id', v.assignee_id)) END
    || CASE WHEN v.team_id IS NULL THEN '{}' ELSE jsonb_build_object('team', jsonb_build_object('id', v.team_id)) END,
  'messages', COALESCE((SELECT jsonb_build_array(jsonb_build_object('id', m.id, 'conversation', jsonb_build_object('contact_inbox', jsonb_build_object('source_id', x.source_id))))
    FROM messages m WHERE m.conversation_id = v.id ORDER BY m.id DESC LIMIT 1), '[]')) j
  FROM conversations v JOIN inboxes i ON i.id = v.inbox_id LEFT JOIN contact_inboxes x ON x.id = v.contact_inbox_id WHERE v.account_id = 3";
const MESSAGES: &str = "SELECT jsonb_agg(t.j)::text FROM (SELECT jsonb_build_object('id', m.id, 'content', m.content, 'inbox_id', m.inbox_id, 'conversation_id', v.display_id,
  'message_type', m.message_type, 'content_type', (ARRAY['text','input_text','input_textarea','input_email','input_select','cards','form','article','incoming_email','input_csat'])[m.content_type + 1],
  'status', (ARRAY['sent','delivered','read','failed'])[m.status + 1],
  'content_attributes', CASE WHEN json_typeof(m.content_attributes) = 'string' THEN (m.content_attributes #>> '{}')::jsonb ELSE m.content_attributes::jsonb END,
  'created_at', extract(epoch FROM m.created_at)::bigint, 'private', m.private, 'source_id', m.source_id)
  || CASE m.sender_type WHEN 'User' THEN jsonb_build_object('sender', (SELECT jsonb_build_object('id', u.id, 'name', u.name, 'type', 'user') FROM users u WHERE u.id = m.sender_id))
    WHEN 'Contact' THEN jsonb_build_object('sender', jsonb_build_object('id', m.sender_id, 'type', 'contact'))
    WHEN 'AgentBot' THEN jsonb_build_object('sender', jsonb_build_object('id', m.sender_id, 'type', 'agent_bot')) ELSE '{}' END
  || COALESCE((SELECT jsonb_build_object('attachments', jsonb_agg(jsonb_build_object('id', a.id, 'message_id', m.id,
      'file_type', (ARRAY['image','audio','video','file','location','fallback'])[a.file_type + 1], 'account_id', 3, 'fallback_title', a.fallback_title)
      || CASE WHEN a.file_type = 4 THEN jsonb_build_object('coordinates_lat', a.coordinates_lat, 'coordinates_long', a.coordinates_long)
        ELSE jsonb_build_object('data_url', '@URL@/rails/active_storage/blobs/redirect/' || b.key || '/' || replace(b.filename, ' ', '%20')) END))
    FROM attachments a LEFT JOIN active_storage_attachments s ON s.record_type = 'Attachment' AND s.record_id = a.id
    LEFT JOIN active_storage_blobs b ON b.id = s.blob_id WHERE a.message_id = m.id HAVING count(*) > 0), '{}') j
  FROM messages m JOIN conversations v ON v.id = m.conversation_id WHERE m.account_id = 3";
