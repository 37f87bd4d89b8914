//! Plays one conversation: every line at its own time, by the one who wrote it.

use anyhow::{Context as _, Result};
use axum::http::Method;
use bytes::Bytes;
use kernel_base::Micros;
use plug_channel::{
    ContactChanges, InboxConfig, NewConversation, NewMessage, NewVisitor, Recorded, Upload, Visitor as _,
    VisitorRef,
};
use serde_json::{Value, json};

use super::clock::StoryClock;
use super::files;
use super::story::{self, By, Conversation, Line, Status};
use super::teller::{Stage, said};

/// One conversation while it is told.
pub(super) struct Scene<'a> {
    stage: &'a Stage<'a>,
    clock: &'a StoryClock,
    now: Micros,
    /// The moment the story has reached.
    told: Micros,
}

impl<'a> Scene<'a> {
    /// A conversation that begins at `told`.
    pub(super) const fn new(stage: &'a Stage<'a>, clock: &'a StoryClock, now: Micros, told: Micros) -> Self {
        Self { stage, clock, now, told }
    }

    fn wait(&mut self, secs: i64) {
        self.told = Micros(self.told.plus_secs(secs).0.min(self.now.0));
        self.clock.set(self.told);
    }

    /// Plays all of it and answers its number.
    pub(super) async fn play(mut self, c: &Conversation) -> Result<i64> {
        self.wait(0);
        let inbox = self.stage.inboxes.get(&c.inbox).with_context(|| format!("no inbox {}", c.inbox))?;
        let who = self.visitor(c, inbox).await?;
        let first = c.lines.first().context("nobody says anything")?;
        let opened = NewConversation { message: Some(written(first, &[])?), ..NewConversation::default() };
        let opened = self.stage.visitors.open(&who, opened).await.map_err(said)?;
        let number = opened["id"].as_i64().context("a conversation has a number")?;
        let mut ids = vec![first_message(&opened)];
        // What nobody answers was only sorted, as it came in.
        let mut taken = c.assignee.is_none();
        if taken {
            self.hand_over(c, number).await?;
        }
        for line in &c.lines[1..] {
            self.wait(60 * line.after.max(0) + 20);
            if line.by == By::Customer {
                let message = written(line, &ids)?;
                let posted = self.stage.visitors.post(&who, Some(number), message).await.map_err(said)?;
                ids.push(posted["id"].as_i64());
                continue;
            }
            if !taken {
                self.hand_over(c, number).await?;
                taken = true;
            }
            ids.push(self.answer(c, number, line, &ids).await?);
            if line.by == By::Agent {
                self.stage.visitors.seen(&who, Some(number)).await.map_err(said)?;
            }
        }
        if !taken {
            self.hand_over(c, number).await?;
        }
        self.end(c, number).await?;
        Ok(number)
    }

    async fn visitor(&self, c: &Conversation, inbox: &InboxConfig) -> Result<VisitorRef> {
        let contact =
            self.stage.contacts.get(&c.contact).with_context(|| format!("no contact {}", c.contact))?;
        let mut facts = serde_json::Map::new();
        facts.insert("city".into(), contact.city.clone().into());
        facts.insert("country".into(), contact.country.clone().into());
        if let Some(state) = &contact.state {
            facts.insert("state".into(), state.clone().into());
        }
        if let Some(company) = &contact.company {
            facts.insert("company_name".into(), company.clone().into());
        }
        let contact = ContactChanges {
            name: Some(contact.name.clone()),
            email: contact.email.clone(),
            phone: contact.phone.clone(),
            additional_attributes: facts,
            ..ContactChanges::default()
        };
        let source_id = Some(format!("demo-{}-{}", c.inbox, c.contact));
        self.stage.visitors.begin(inbox, NewVisitor { source_id, contact }).await.map_err(said)
    }

    /// Gives the conversation to its team and its person.
    async fn hand_over(&self, c: &Conversation, number: i64) -> Result<()> {
        let assigns = self.stage.path(&format!("conversations/{number}/assignments"));
        let person = c.assignee.as_deref().map(|a| self.stage.worker(a)).transpose()?;
        let caller = &person.map_or(self.stage.chief(), Ok)?.calls;
        if let Some(team) = &c.team {
            let team = self.stage.teams.get(team).with_context(|| format!("no team {team}"))?;
            caller.call(Method::POST, &assigns, &json!({ "team_id": team })).await?;
        }
        if let Some(person) = person {
            caller.call(Method::POST, &assigns, &json!({ "assignee_id": person.id })).await?;
        }
        if let Some(priority) = &c.priority {
            let path = self.stage.path(&format!("conversations/{number}/toggle_priority"));
            caller.call(Method::POST, &path, &json!({ "priority": priority })).await?;
        }
        Ok(())
    }

    async fn answer(
        &self,
        c: &Conversation,
        number: i64,
        line: &Line,
        ids: &[Option<i64>],
    ) -> Result<Option<i64>> {
        let worker = self.stage.worker(c.assignee.as_deref().context("somebody answers")?)?;
        let read = self.stage.path(&format!("conversations/{number}/update_last_seen"));
        worker.calls.call(Method::POST, &read, &json!({})).await?;
        let path = self.stage.path(&format!("conversations/{number}/messages"));
        let text = self.mentions(&line.text);
        let private = line.by == By::Note;
        let posted = if let Some(file) = &line.file {
            let fields = [("content", text), ("private", private.to_string())];
            worker.calls.upload(&path, &fields, (file, files::content(file)?)).await?
        } else {
            let mut body = json!({ "content": text, "private": private });
            if let Some(quoted) = quoted(line, ids) {
                body["content_attributes"] = json!({ "in_reply_to": quoted });
            }
            worker.calls.call(Method::POST, &path, &body).await?
        };
        Ok(posted["id"].as_i64())
    }

    /// `@{rafael}` as the desk writes a mention.
    fn mentions(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (key, worker) in &self.stage.workers {
            let name = &worker.name;
            let mention = format!("[@{name}](mention://user/{}/{})", worker.id, name.replace(' ', "%20"));
            text = text.replace(&format!("@{{{key}}}"), &mention);
        }
        text
    }

    /// Brings the conversation into the state the story leaves it in.
    async fn end(&mut self, c: &Conversation, number: i64) -> Result<()> {
        let person = c.assignee.as_deref().map(|a| self.stage.worker(a)).transpose()?;
        let caller = &person.map_or(self.stage.chief(), Ok)?.calls;
        if !c.unread {
            let path = self.stage.path(&format!("conversations/{number}/update_last_seen"));
            caller.call(Method::POST, &path, &json!({})).await?;
        }
        if c.status == Status::Open {
            return Ok(());
        }
        self.wait(90);
        let mut body = json!({ "status": c.status.wire() });
        if let Some(snooze) = &c.snooze {
            let until = story::in_days(self.now, snooze.days, &snooze.at).context("a time of the day")?;
            body["snoozed_until"] = until.secs().into();
        }
        let path = self.stage.path(&format!("conversations/{number}/toggle_status"));
        caller.call(Method::POST, &path, &body).await?;
        Ok(())
    }
}

fn written(line: &Line, ids: &[Option<i64>]) -> Result<NewMessage> {
    let file = line.file.as_deref().map(|name| -> Result<Upload> {
        let voice = name.ends_with(".ogg").then(Recorded::default);
        Ok(Upload { name: name.to_owned(), data: Bytes::from_static(files::content(name)?), voice })
    });
    let files = file.transpose()?.into_iter().collect();
    Ok(NewMessage {
        content: line.text.clone(),
        files,
        in_reply_to: quoted(line, ids),
        ..NewMessage::default()
    })
}

fn quoted(line: &Line, ids: &[Option<i64>]) -> Option<i64> {
    ids.get(line.quotes?.checked_sub(1)?).copied().flatten()
}

fn first_message(opened: &Value) -> Option<i64> {
    opened["messages"].as_array()?.first()?["id"].as_i64()
}
