//! Chatwoot's PostgreSQL, read only; files from a folder of Active Storage, or asked of the API.

mod store;

use std::collections::HashMap;
use std::path::PathBuf;

use kernel_base::Micros;
use plug_import::{
    Address, Contact, Conversation, File, Home, Inbox, Left, Member, Message, Page, Person, Source, Team,
    Thing, Trouble,
};
use postgres::{Client, NoTls};
use serde_json::{Map, Value};

use crate::api::Api;
use crate::enums::{self, GO_ON};
use crate::folder::Folder;
use crate::json::{flag, id, int, ints, list, object, text, texts, time, words};
use crate::shapes;
use crate::things::{NOUNS, thing};

/// Customers, conversations, messages and late things of one page.
const CONTACTS: i64 = 200;
const CONVERSATIONS: i64 = 25;
const MESSAGES: i64 = 500;
const LATE: i64 = 500;
/// Places in the list of late things: which part, above the id of the last.
const PART: i64 = 1 << 48;

/// What is to be read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// `postgres://user:password@host/name`.
    pub url: String,
    /// The account's id there.
    pub account: i64,
    /// The folder of its files.
    pub storage: Option<PathBuf>,
}

/// Chatwoot's database.
pub struct Database {
    client: Client,
    account: i64,
    /// Which database it is, without who asks and how.
    place: String,
    folder: Option<Folder>,
    web: Option<Api>,
    names: HashMap<i64, String>,
}

impl Database {
    /// Opens the database; `web` is asked for files where there is no folder.
    ///
    /// # Errors
    /// When it can't be reached or is none of Chatwoot's.
    pub fn open(asked: &Reading, web: Option<Api>) -> Result<Self, Trouble> {
        let config: postgres::Config =
            asked.url.parse().map_err(|e| Trouble::Refused(format!("--chatwoot-database-url: {e}")))?;
        let host = config.get_hosts().first().map(|h| match h {
            postgres::config::Host::Tcp(name) => name.clone(),
            postgres::config::Host::Unix(path) => path.display().to_string(),
        });
        let place = format!("{}/{}", host.unwrap_or_default(), config.get_dbname().unwrap_or("postgres"));
        let mut client = config.connect(NoTls).map_err(store::trouble)?;
        client.batch_execute(store::SETTINGS).map_err(store::trouble)?;
        for table in ["accounts", "account_users", "conversations", "messages", "contact_inboxes"] {
            if !store::has(&mut client, table)? {
                return Err(Trouble::Refused(format!(
                    "this is no database of Chatwoot's: it has no table {table}"
                )));
            }
        }
        let folder = asked.storage.clone().map(Folder);
        Ok(Self { client, account: asked.account, place, folder, web, names: HashMap::new() })
    }

    fn rows(&mut self, sql: &str) -> Result<Vec<Value>, Trouble> {
        store::rows(&mut self.client, sql, &[self.account])
    }

    fn after(&mut self, sql: &str, from: i64, limit: i64) -> Result<Vec<Value>, Trouble> {
        store::rows(&mut self.client, sql, &[self.account, from, limit])
    }

    fn part(&mut self, part: i64, after: i64) -> Result<Vec<Thing>, Trouble> {
        let (noun, table, sql, called) = match part {
            0 => ("note", "notes", store::NOTES, "content"),
            _ => ("csat_survey_response", "csat_survey_responses", store::SURVEYS, "rating"),
        };
        if !store::has(&mut self.client, table)? {
            return Ok(Vec::new());
        }
        let rows = self.after(sql, after, LATE)?;
        Ok(rows.into_iter().map(|row| thing(noun, called, row)).collect())
    }
}

impl Source for Database {
    fn name(&self) -> String {
        format!("chatwoot database {} account {}", self.place, self.account)
    }

    fn home(&mut self) -> Result<Home, Trouble> {
        let account = self.account;
        let found = self.rows(store::ACCOUNT)?.pop();
        let row = found.ok_or_else(|| Trouble::Refused(format!("there is no account {account}")))?;
        let settings = ["support_email", "domain"].into_iter();
        Ok(Home {
            id: account,
            name: words(&row, "name"),
            locale: enums::locale(row.get("locale")),
            settings: settings.filter_map(|k| Some((k.to_owned(), text(&row, k)?.into()))).collect(),
            custom_attributes: object(&row, "custom_attributes"),
            created_at: time(&row, "created_at").unwrap_or(Micros(0)),
        })
    }

    fn people(&mut self) -> Result<Vec<Person>, Trouble> {
        let mut rows = self.rows(store::MEMBERS)?;
        rows.extend(self.rows(store::FORMER)?);
        let people: Vec<Person> = rows.iter().map(person).collect();
        self.names = people.iter().map(|p| (p.id, p.name.clone())).collect();
        Ok(people)
    }

    fn teams(&mut self) -> Result<Vec<Team>, Trouble> {
        let rows = self.rows(store::TEAMS)?;
        let team = |row: &Value| Team {
            id: int(row, "id").unwrap_or_default(),
            name: words(row, "name"),
            description: text(row, "description"),
            allow_auto_assign: flag(row, "allow_auto_assign"),
            members: ints(row, "members"),
        };
        Ok(rows.iter().map(team).collect())
    }

    fn inboxes(&mut self) -> Result<Vec<Inbox>, Trouble> {
        Ok(self.rows(store::INBOXES)?.iter().map(inbox).collect())
    }

    fn things(&mut self) -> Result<Vec<Thing>, Trouble> {
        let mut all = Vec::new();
        for (noun, table, called) in NOUNS {
            if !store::has(&mut self.client, table)? {
                continue;
            }
            let rows = match *noun {
                "agent_bot" => self.rows(store::BOTS)?,
                "custom_role" => self.rows(store::ROLES)?,
                _ => self.rows(&store::table(table))?,
            };
            all.extend(rows.into_iter().map(|row| thing(noun, called, row)));
        }
        Ok(all)
    }

    fn contacts(&mut self, from: i64) -> Result<Page<Contact>, Trouble> {
        let rows = self.after(store::CONTACTS, from, CONTACTS)?;
        let items: Vec<Contact> = rows.iter().map(customer).collect();
        Ok(Page { next: items.last().map(|c| c.id), items })
    }

    fn conversations(&mut self, from: i64) -> Result<Page<Conversation>, Trouble> {
        let rows = self.after(store::CONVERSATIONS, from, CONVERSATIONS)?;
        let next = rows.last().and_then(|r| int(r, "id"));
        Ok(Page { items: rows.iter().map(conversation).collect(), next })
    }

    fn messages(&mut self, of: &Conversation, after: i64) -> Result<Page<Message>, Trouble> {
        let Some(row) = of.id else { return Ok(Page { items: Vec::new(), next: None }) };
        let rows = store::rows(&mut self.client, store::MESSAGES, &[self.account, row, after, MESSAGES])?;
        let (by_key, names) = (self.folder.is_some(), &self.names);
        let items: Vec<Message> = rows.iter().map(|row| message(row, of.number, by_key, names)).collect();
        let full = i64::try_from(items.len()).is_ok_and(|n| n >= MESSAGES);
        Ok(Page { next: items.last().map(|m| m.id).filter(|_| full), items })
    }

    fn late_things(&mut self, from: i64) -> Result<Page<Thing>, Trouble> {
        let mut part = from / PART;
        let mut after = from % PART;
        while part < 2 {
            let items = self.part(part, after)?;
            if let Some(last) = items.last() {
                return Ok(Page { next: Some(part * PART + last.id), items });
            }
            (part, after) = (part + 1, 0);
        }
        Ok(Page { items: Vec::new(), next: None })
    }

    fn content(&mut self, of: &File) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(place) = of.place.as_deref() else { return Ok(None) };
        match (&self.folder, &mut self.web) {
            (Some(folder), _) => folder.read(place),
            (None, Some(web)) => {
                match place.split_once('/').and_then(|(n, id)| Some((n.parse().ok()?, id.parse().ok()?))) {
                    Some((number, attachment)) => web.attachment(number, attachment),
                    None => Ok(None),
                }
            }
            (None, None) => Ok(None),
        }
    }

    fn left(&mut self) -> Result<Vec<Left>, Trouble> {
        let mut left = Vec::new();
        if store::has(&mut self.client, "integrations_hooks")? {
            for hook in self.rows(store::HOOKS)? {
                let (id, app) = (int(&hook, "id").unwrap_or_default(), words(&hook, "app_id"));
                left.push(Left::new("integration", id, app, "connections to other services are set up anew"));
            }
        }
        Ok(left)
    }

    fn brings_passwords(&self) -> bool {
        true
    }
}

fn person(row: &Value) -> Person {
    let created_at = time(row, "created_at").unwrap_or(Micros(0));
    let member = flag(row, "member").then(|| Member {
        administrator: int(row, "role") == Some(1),
        availability: enums::number(enums::AVAILABILITY, row.get("availability")).unwrap_or(0),
        auto_offline: flag(row, "auto_offline"),
        confirmed: row.get("confirmed_at").is_some_and(|v| !v.is_null()),
    });
    Person {
        id: int(row, "id").unwrap_or_default(),
        email: text(row, "email"),
        name: words(row, "name"),
        display_name: text(row, "display_name"),
        signature: text(row, "message_signature"),
        password_digest: text(row, "encrypted_password").filter(|d| d.starts_with("$2") && member.is_some()),
        access_token: text(row, "access_token"),
        member,
        created_at,
    }
}

fn inbox(row: &Value) -> Inbox {
    let channel = words(row, "channel_type");
    let of = |key: &str| row.get(key).filter(|v| v.is_object()).cloned().unwrap_or_default();
    let (site, api) = (of("site"), of("api"));
    let (token, mut settings) = if site.is_object() {
        (text(&site, "website_token"), look(&site))
    } else {
        (text(&api, "identifier"), pick(&api, &["webhook_url", "hmac_mandatory", "additional_attributes"]))
    };
    settings.retain(|_, v| !v.is_null());
    Inbox {
        id: int(row, "id").unwrap_or_default(),
        name: words(row, "name"),
        goes_on: GO_ON.contains(&channel.as_str()) && token.is_some(),
        channel,
        token,
        secret: text(&site, "hmac_token").or_else(|| text(&api, "hmac_token")),
        common: row.as_object().cloned().unwrap_or_default(),
        settings,
        members: ints(row, "members"),
    }
}

fn pick(of: &Value, keys: &[&str]) -> Map<String, Value> {
    keys.iter().filter_map(|k| Some(((*k).to_owned(), of.get(*k)?.clone()))).collect()
}

/// The look of a website inbox by the API's names.
fn look(site: &Value) -> Map<String, Value> {
    let keys = [
        "website_url",
        "widget_color",
        "welcome_title",
        "welcome_tagline",
        "pre_chat_form_enabled",
        "pre_chat_form_options",
        "hmac_mandatory",
    ];
    let mut all = pick(site, &keys);
    let bits = int(site, "feature_flags").unwrap_or(0);
    let on = enums::WIDGET_FEATURES.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0);
    all.insert("selected_feature_flags".to_owned(), on.map(|(_, name)| Value::from(*name)).collect());
    let reply = enums::name(enums::REPLY_TIME, site.get("reply_time"), "in_a_few_minutes");
    all.insert("reply_time".to_owned(), reply.into());
    all
}

fn customer(row: &Value) -> Contact {
    let mut contact = shapes::contact(row);
    let address = |a: &Value| Address {
        inbox: int(a, "inbox_id").unwrap_or_default(),
        source_id: words(a, "source_id"),
        verified: flag(a, "hmac_verified"),
        created_at: time(a, "created_at").unwrap_or(Micros(0)),
    };
    contact.addresses = list(row, "contact_inboxes").iter().map(address).collect();
    contact
}

fn conversation(row: &Value) -> Conversation {
    let created_at = time(row, "created_at").unwrap_or(Micros(0));
    let last_activity_at = time(row, "last_activity_at").unwrap_or(created_at);
    Conversation {
        id: int(row, "id"),
        number: int(row, "display_id").unwrap_or_default(),
        uuid: text(row, "uuid"),
        inbox: int(row, "inbox_id").unwrap_or_default(),
        contact: customer(row.get("contact").unwrap_or(&Value::Null)),
        source_id: text(row, "source_id"),
        status: int(row, "status").unwrap_or_default(),
        assignee: id(row, "assignee_id"),
        team: id(row, "team_id"),
        priority: int(row, "priority"),
        snoozed_until: time(row, "snoozed_until"),
        waiting_since: time(row, "waiting_since"),
        first_reply_at: time(row, "first_reply_created_at"),
        last_activity_at,
        agent_last_seen_at: time(row, "agent_last_seen_at"),
        assignee_last_seen_at: time(row, "assignee_last_seen_at"),
        contact_last_seen_at: time(row, "contact_last_seen_at"),
        additional_attributes: object(row, "additional_attributes"),
        custom_attributes: object(row, "custom_attributes"),
        labels: texts(row, "labels"),
        participants: ints(row, "participants"),
        created_at,
        updated_at: time(row, "updated_at").unwrap_or(last_activity_at),
    }
}

fn message(row: &Value, number: i64, by_key: bool, names: &HashMap<i64, String>) -> Message {
    let sender = id(row, "sender_id");
    let name = sender.and_then(|s| names.get(&s)).map(String::as_str).unwrap_or_default();
    let writer = shapes::writer(
        text(row, "sender_type").as_deref(),
        sender,
        name,
        int(row, "message_type") == Some(0),
    );
    let mut message = shapes::message(row, writer);
    let file = |a: &Value| {
        let key = text(a, "key");
        let asked = id(a, "id").map(|id| format!("{number}/{id}"));
        let place = if by_key { key } else { key.and(asked) };
        shapes::file(a, place, text(a, "filename"))
    };
    message.files = list(row, "attachments").iter().map(file).collect();
    message
}
