//! What is asked of Chatwoot's own tables. Rows come as JSON, so that a column of a newer or older version is no matter.

use plug_import::Trouble;
use postgres::Client;
use postgres::types::{ToSql, Type};
use serde_json::Value;

/// Reads only, in UTC, whatever the server's usual settings are.
pub(super) const SETTINGS: &str = "SET default_transaction_read_only = on; SET TIME ZONE 'UTC'";

pub(super) const ACCOUNT: &str = "SELECT row_to_json(a)::text FROM accounts a WHERE a.id = $1";

/// Members, with what they are there and their token.
pub(super) const MEMBERS: &str = "SELECT (to_jsonb(u) || jsonb_build_object('role', au.role, 'availability', au.availability,
    'auto_offline', au.auto_offline, 'joined_at', au.created_at, 'member', true, 'access_token', t.token))::text
  FROM account_users au JOIN users u ON u.id = au.user_id
  LEFT JOIN access_tokens t ON t.owner_type = 'User' AND t.owner_id = u.id
  WHERE au.account_id = $1 ORDER BY u.id";

/// Those who wrote and left.
pub(super) const FORMER: &str = "SELECT to_jsonb(u)::text FROM users u
  WHERE u.id IN (SELECT m.sender_id FROM messages m WHERE m.account_id = $1 AND m.sender_type = 'User')
    AND NOT EXISTS (SELECT 1 FROM account_users au WHERE au.account_id = $1 AND au.user_id = u.id) ORDER BY u.id";

pub(super) const TEAMS: &str =
    "SELECT (to_jsonb(t) || jsonb_build_object('members', COALESCE((SELECT jsonb_agg(m.user_id
      ORDER BY m.user_id) FROM team_members m WHERE m.team_id = t.id), '[]')))::text
  FROM teams t WHERE t.account_id = $1 ORDER BY t.id";

pub(super) const INBOXES: &str = "SELECT (to_jsonb(i) || jsonb_build_object(
      'members', COALESCE((SELECT jsonb_agg(m.user_id ORDER BY m.user_id) FROM inbox_members m
        WHERE m.inbox_id = i.id), '[]'),
      'working_hours', (SELECT jsonb_agg(to_jsonb(h) ORDER BY h.day_of_week) FROM working_hours h
        WHERE h.inbox_id = i.id),
      'site', (SELECT to_jsonb(w) FROM channel_web_widgets w
        WHERE i.channel_type = 'Channel::WebWidget' AND w.id = i.channel_id),
      'api', (SELECT to_jsonb(c) FROM channel_api c WHERE i.channel_type = 'Channel::Api' AND c.id = i.channel_id)))::text
  FROM inboxes i WHERE i.account_id = $1 ORDER BY i.id";

/// Bots, with where they answer and their token.
pub(super) const BOTS: &str = "SELECT (to_jsonb(b) || jsonb_build_object('access_token', t.token,
      'inbox_ids', COALESCE((SELECT jsonb_agg(x.inbox_id ORDER BY x.inbox_id) FROM agent_bot_inboxes x
        WHERE x.agent_bot_id = b.id AND x.status = 0), '[]')))::text
  FROM agent_bots b LEFT JOIN access_tokens t ON t.owner_type = 'AgentBot' AND t.owner_id = b.id
  WHERE b.account_id = $1 ORDER BY b.id";

pub(super) const ROLES: &str = "SELECT (to_jsonb(r) || jsonb_build_object('user_ids', COALESCE((SELECT jsonb_agg(au.user_id
      ORDER BY au.user_id) FROM account_users au WHERE au.account_id = r.account_id AND au.custom_role_id = r.id), '[]')))::text
  FROM custom_roles r WHERE r.account_id = $1 ORDER BY r.id";

/// Customers after an id, with their addresses and labels.
pub(super) const CONTACTS: &str = "SELECT (to_jsonb(c) || jsonb_build_object(
      'contact_inboxes', COALESCE((SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM contact_inboxes x
        WHERE x.contact_id = c.id), '[]'),
      'labels', COALESCE((SELECT jsonb_agg(t.name ORDER BY t.name) FROM taggings g JOIN tags t ON t.id = g.tag_id
        WHERE g.taggable_type = 'Contact' AND g.taggable_id = c.id AND g.context = 'labels'), '[]')))::text
  FROM contacts c WHERE c.account_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3";

/// Conversations after an id, with their customer, address, labels and those who take part.
pub(super) const CONVERSATIONS: &str = "SELECT (to_jsonb(v) || jsonb_build_object(
      'contact', (SELECT to_jsonb(c) FROM contacts c WHERE c.account_id = v.account_id AND c.id = v.contact_id),
      'source_id', (SELECT x.source_id FROM contact_inboxes x WHERE x.id = v.contact_inbox_id),
      'labels', COALESCE((SELECT jsonb_agg(t.name ORDER BY t.name) FROM taggings g JOIN tags t ON t.id = g.tag_id
        WHERE g.taggable_type = 'Conversation' AND g.taggable_id = v.id AND g.context = 'labels'), '[]'),
      'participants', COALESCE((SELECT jsonb_agg(p.user_id ORDER BY p.user_id) FROM conversation_participants p
        WHERE p.account_id = v.account_id AND p.conversation_id = v.id), '[]')))::text
  FROM conversations v WHERE v.account_id = $1 AND v.id > $2 ORDER BY v.id LIMIT $3";

/// Messages of a conversation after an id, with their files.
pub(super) const MESSAGES: &str = "SELECT (to_jsonb(m) || jsonb_build_object('attachments',
      COALESCE((SELECT jsonb_agg(to_jsonb(a) || jsonb_build_object('key', b.key, 'filename', b.filename) ORDER BY a.id)
        FROM attachments a
        LEFT JOIN active_storage_attachments s ON s.record_type = 'Attachment' AND s.record_id = a.id AND s.name = 'file'
        LEFT JOIN active_storage_blobs b ON b.id = s.blob_id
        WHERE a.account_id = m.account_id AND a.message_id = m.id), '[]')))::text
  FROM messages m WHERE m.account_id = $1 AND m.conversation_id = $2 AND m.id > $3 ORDER BY m.id LIMIT $4";

pub(super) const NOTES: &str =
    "SELECT to_jsonb(n)::text FROM notes n WHERE n.account_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3";

pub(super) const SURVEYS: &str = "SELECT (to_jsonb(s) || jsonb_build_object('conversation_number', v.display_id))::text
  FROM csat_survey_responses s JOIN conversations v ON v.account_id = s.account_id AND v.id = s.conversation_id
  WHERE s.account_id = $1 AND s.id > $2 ORDER BY s.id LIMIT $3";

/// Connections to other services.
pub(super) const HOOKS: &str =
    "SELECT to_jsonb(h)::text FROM integrations_hooks h WHERE h.account_id = $1 ORDER BY h.id";

/// All rows of one of the account's tables.
pub(super) fn table(name: &str) -> String {
    format!("SELECT to_jsonb(t)::text FROM {name} t WHERE t.account_id = $1 ORDER BY t.id")
}

/// Whether the database has a table: not every version and edition has all.
pub(super) fn has(client: &mut Client, table: &str) -> Result<bool, Trouble> {
    let row = client.query_one("SELECT to_regclass($1)::text IS NOT NULL", &[&table]).map_err(trouble)?;
    row.try_get(0).map_err(trouble)
}

/// The rows of a statement that binds numbers. Ids are INTEGER in older tables and BIGINT in newer ones, so the numbers are
/// bound as BIGINT whatever they are compared with.
pub(super) fn rows(client: &mut Client, sql: &str, numbers: &[i64]) -> Result<Vec<Value>, Trouble> {
    let types = vec![Type::INT8; numbers.len()];
    let statement = client.prepare_typed(sql, &types).map_err(trouble)?;
    let params: Vec<&(dyn ToSql + Sync)> = numbers.iter().map(|n| n as &(dyn ToSql + Sync)).collect();
    let rows = client.query(&statement, &params).map_err(trouble)?;
    let read = |row: &postgres::Row| -> Result<Value, Trouble> {
        let text: String = row.try_get(0).map_err(trouble)?;
        serde_json::from_str(&text).map_err(|e| Trouble::Refused(format!("a row of Chatwoot's: {e}")))
    };
    rows.iter().map(read).collect()
}

/// What the server says, in words.
pub(super) fn trouble(e: postgres::Error) -> Trouble {
    match e.as_db_error() {
        Some(said) => Trouble::Refused(format!("Chatwoot's database: {}", said.message())),
        None => Trouble::Gone(format!("Chatwoot's database: {e}")),
    }
}
