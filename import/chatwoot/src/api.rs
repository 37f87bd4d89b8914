//! Chatwoot's API, with an administrator's access token.

mod client;
mod shapes;

use std::collections::HashMap;

use kernel_base::Micros;
use plug_import::{
    Contact, Conversation, File, Home, Inbox, Left, Message, Page, Person, Source, Team, Thing, Trouble,
};
use reqwest::Url;
use serde_json::Value;

use crate::enums;
use crate::json::{flag, int, list, object, text, time, words};
use crate::things::thing;
use client::Caller;

/// Messages of one answer; a full one is followed by more.
const MESSAGES: usize = 100;
/// Places in the list of late things: which part, above the page.
const PART: i64 = 1 << 32;

/// What is to be read.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Where Chatwoot is reached, like `https://chat.example`.
    pub url: String,
    /// An administrator's access token.
    pub token: String,
    /// The account's id there.
    pub account: i64,
}

/// Chatwoot's API.
pub struct Api {
    caller: Caller,
    /// Where it is, for the name of the source.
    place: String,
    token: String,
    account: i64,
    /// Addresses of the files of the conversation asked for last.
    files: Option<(i64, HashMap<i64, String>)>,
}

impl Api {
    /// Asks whether the token is an administrator's of the account.
    ///
    /// # Errors
    /// When Chatwoot can't be reached or refuses.
    pub fn open(asked: &Asked) -> Result<Self, Trouble> {
        let base = format!("{}/", asked.url.trim().trim_end_matches('/'));
        let base = Url::parse(&base).map_err(|e| Trouble::Refused(format!("--url {}: {e}", asked.url)))?;
        let place = base.as_str().trim_end_matches('/').to_owned();
        let caller = Caller::new(base, asked.token.clone())?;
        let api = Self { caller, place, token: asked.token.clone(), account: asked.account, files: None };
        let me = api.caller.get("api/v1/profile")?.unwrap_or_default();
        let mine = list(&me, "accounts").iter().find(|a| int(a, "id") == Some(asked.account));
        match mine.and_then(|a| text(a, "role")).as_deref() {
            Some("administrator") => Ok(api),
            Some(_) => Err(Trouble::Refused("the token is not an administrator's".to_owned())),
            None => Err(Trouble::Refused(format!("the token's owner is not in account {}", asked.account))),
        }
    }

    fn get(&self, path: &str) -> Result<Option<Value>, Trouble> {
        self.caller.get(&format!("api/v1/accounts/{}/{path}", self.account))
    }

    /// A list at a path: the answer itself, or below `payload`, in whichever form this version has.
    fn all(&self, path: &str) -> Result<Vec<Value>, Trouble> {
        Ok(self.get(path)?.map(items).unwrap_or_default())
    }

    /// The content of a file of a conversation, by its id.
    pub(crate) fn attachment(&mut self, number: i64, id: i64) -> Result<Option<Vec<u8>>, Trouble> {
        if self.files.as_ref().is_none_or(|(of, _)| *of != number) {
            let found = self.all(&format!("conversations/{number}/attachments"))?;
            let address = |a: &Value| Some((int(a, "id")?, text(a, "data_url")?));
            self.files = Some((number, found.iter().filter_map(address).collect()));
        }
        let address = self.files.as_ref().and_then(|(_, all)| all.get(&id)).cloned();
        address.map_or(Ok(None), |a| self.caller.file(&a))
    }

    fn notes(&self, page: i64) -> Result<Page<Thing>, Trouble> {
        let contacts = self.all(&format!("contacts?page={}&sort=created_at", page + 1))?;
        let mut items = Vec::new();
        for id in contacts.iter().filter_map(|c| int(c, "id")) {
            for mut note in self.all(&format!("contacts/{id}/notes"))? {
                let by = note.get("user").and_then(|u| int(u, "id"));
                if let Value::Object(data) = &mut note {
                    data.insert("contact_id".to_owned(), id.into());
                    data.entry("user_id").or_insert(by.into());
                }
                items.push(thing("note", "content", note));
            }
        }
        Ok(Page { items, next: (!contacts.is_empty()).then_some(page + 1) })
    }

    fn surveys(&self, page: i64) -> Result<Page<Thing>, Trouble> {
        let found = self.all(&format!("csat_survey_responses?page={}&sort=created_at", page + 1))?;
        let next = (!found.is_empty()).then_some(page + 1);
        let items = found.into_iter().map(|mut survey| {
            let who = survey.get("contact").and_then(|c| int(c, "id"));
            let agent = survey.get("assigned_agent").and_then(|a| int(a, "id"));
            let number = int(&survey, "conversation_id");
            if let Value::Object(data) = &mut survey {
                data.insert("contact_id".to_owned(), who.into());
                data.insert("assigned_agent_id".to_owned(), agent.into());
                data.insert("conversation_number".to_owned(), number.into());
            }
            thing("csat_survey_response", "rating", survey)
        });
        Ok(Page { items: items.collect(), next })
    }
}

fn items(answer: Value) -> Vec<Value> {
    match answer {
        Value::Array(list) => list,
        Value::Object(mut map) => {
            let below = ["payload", "data", "webhooks"].into_iter().find_map(|k| map.remove(k));
            below.map(items).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

impl Source for Api {
    fn name(&self) -> String {
        format!("chatwoot {} account {}", self.place, self.account)
    }

    fn home(&mut self) -> Result<Home, Trouble> {
        let found = self.get("")?.ok_or_else(|| Trouble::Refused("there is no such account".to_owned()))?;
        let settings = ["support_email", "domain"].into_iter();
        Ok(Home {
            id: self.account,
            name: words(&found, "name"),
            locale: enums::locale(found.get("locale")),
            settings: settings.filter_map(|k| Some((k.to_owned(), text(&found, k)?.into()))).collect(),
            custom_attributes: object(&found, "custom_attributes"),
            created_at: time(&found, "created_at").unwrap_or(Micros(0)),
        })
    }

    fn people(&mut self) -> Result<Vec<Person>, Trouble> {
        let me = self.caller.get("api/v1/profile")?.unwrap_or_default();
        let agents = self.all("agents")?;
        Ok(agents.iter().map(|a| shapes::person(a, &me, &self.token)).collect())
    }

    fn teams(&mut self) -> Result<Vec<Team>, Trouble> {
        let mut teams = Vec::new();
        for team in self.all("teams")? {
            let id = int(&team, "id").unwrap_or_default();
            let members = self.all(&format!("teams/{id}/team_members"))?;
            teams.push(Team {
                id,
                name: words(&team, "name"),
                description: text(&team, "description"),
                allow_auto_assign: flag(&team, "allow_auto_assign"),
                members: members.iter().filter_map(|m| int(m, "id")).collect(),
            });
        }
        Ok(teams)
    }

    fn inboxes(&mut self) -> Result<Vec<Inbox>, Trouble> {
        let mut inboxes = Vec::new();
        for inbox in self.all("inboxes")? {
            let id = int(&inbox, "id").unwrap_or_default();
            let members = self.all(&format!("inbox_members/{id}"))?;
            inboxes.push(shapes::inbox(&inbox, members.iter().filter_map(|m| int(m, "id")).collect()));
        }
        inboxes.sort_by_key(|i| i.id);
        Ok(inboxes)
    }

    fn things(&mut self) -> Result<Vec<Thing>, Trouble> {
        let mut all = Vec::new();
        for (noun, called, path) in shapes::THINGS {
            all.extend(self.all(path)?.into_iter().map(|one| thing(noun, called, one)));
        }
        let mut answers: HashMap<i64, Vec<i64>> = HashMap::new();
        if all.iter().any(|t| t.noun == "agent_bot") {
            for inbox in self.all("inboxes")?.iter().filter_map(|i| int(i, "id")) {
                let found = self.get(&format!("inboxes/{inbox}/agent_bot"))?.unwrap_or_default();
                if let Some(bot) = found.get("agent_bot").and_then(|b| int(b, "id")) {
                    answers.entry(bot).or_default().push(inbox);
                }
            }
        }
        for bot in all.iter_mut().filter(|t| t.noun == "agent_bot") {
            let inboxes = answers.remove(&bot.id).unwrap_or_default();
            if let Value::Object(data) = &mut bot.data {
                data.insert("inbox_ids".to_owned(), inboxes.into());
            }
        }
        Ok(all)
    }

    fn contacts(&mut self, from: i64) -> Result<Page<Contact>, Trouble> {
        let path = format!("contacts?page={}&sort=created_at&include_contact_inboxes=true", from + 1);
        let found = self.all(&path)?;
        let mut items = Vec::with_capacity(found.len());
        for one in &found {
            let mut contact = shapes::contact(one);
            let labels = self.get(&format!("contacts/{}/labels", contact.id))?.unwrap_or_default();
            contact.labels = crate::json::texts(&labels, "payload");
            items.push(contact);
        }
        Ok(Page { next: (!items.is_empty()).then_some(from + 1), items })
    }

    fn conversations(&mut self, from: i64) -> Result<Page<Conversation>, Trouble> {
        let path =
            format!("conversations?status=all&assignee_type=all&sort_by=created_at_asc&page={}", from + 1);
        let mut items: Vec<Conversation> = self.all(&path)?.iter().map(shapes::conversation).collect();
        // Who takes part in a finished one matters to nobody.
        for open in items.iter_mut().filter(|c| c.status != 1) {
            let found = self.all(&format!("conversations/{}/participants", open.number))?;
            open.participants = found.iter().filter_map(|p| int(p, "id")).collect();
        }
        Ok(Page { next: (!items.is_empty()).then_some(from + 1), items })
    }

    fn messages(&mut self, of: &Conversation, after: i64) -> Result<Page<Message>, Trouble> {
        let path = format!("conversations/{}/messages", of.number);
        let mut found = self.all(&format!("{path}?after={after}"))?;
        let full = found.len() >= MESSAGES;
        // They come by their time, not by their id: between the first and the last there may be others.
        if full && let Some(last) = found.iter().filter_map(|m| int(m, "id")).max() {
            let between = self.all(&format!("{path}?after={}&before={}", after + 1, last + 1))?;
            if between.len() >= found.len() {
                found = between;
            }
        }
        let mut messages: Vec<Message> = found.iter().map(shapes::message).filter(|m| m.id > after).collect();
        messages.sort_by_key(|m| m.id);
        messages.dedup_by_key(|m| m.id);
        Ok(Page { next: messages.last().map(|m| m.id).filter(|_| full), items: messages })
    }

    fn late_things(&mut self, from: i64) -> Result<Page<Thing>, Trouble> {
        let (part, page) = (from / PART, from % PART);
        if part == 0 {
            let found = self.notes(page)?;
            return Ok(Page { next: Some(found.next.unwrap_or(PART)), items: found.items });
        }
        let found = self.surveys(page)?;
        Ok(Page { next: found.next.map(|page| PART + page), items: found.items })
    }

    fn content(&mut self, of: &File) -> Result<Option<Vec<u8>>, Trouble> {
        of.place.as_deref().map_or(Ok(None), |address| self.caller.file(address))
    }

    fn left(&mut self) -> Result<Vec<Left>, Trouble> {
        let why = "the API lists only the folders of the token's owner, and no sign-in of the others";
        let mut left = vec![Left::new("custom_filter", 0, "others' folders", why)];
        for app in self.all("integrations/apps")? {
            for hook in list(&app, "hooks") {
                let name = text(&app, "name").unwrap_or_default();
                let id = int(hook, "id").unwrap_or_default();
                left.push(Left::new(
                    "integration",
                    id,
                    name,
                    "connections to other services are set up anew",
                ));
            }
        }
        Ok(left)
    }

    fn brings_passwords(&self) -> bool {
        false
    }
}
