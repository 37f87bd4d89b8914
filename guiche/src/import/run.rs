//! A run: list after list, each part written with the note of what it is here, so that a cut loses and doubles nothing.

use std::sync::Arc;

use anyhow::Result;
use desk_core::Core;
use desk_core::moving::{self, Brought, Came, Chunk, Moving};
use kernel_base::{Locale, Micros, Problem};
use kernel_db::Tx;
use plug_import::{Conversation, Left, Message, Source, Thing};
use serde_json::{Map, Value};
use tokio::runtime::Runtime;

use super::report::Report;
use super::{progress, troubled};
use crate::channels::ARCHIVE;
use crate::house::said;

/// Kinds whose ids are told where they changed.
const IDS: [&str; 5] = ["user", "team", "inbox", "contact", "message"];

struct Run<'a> {
    runtime: &'a Runtime,
    core: &'a Arc<Core>,
    source: &'a mut dyn Source,
    m: Moving,
    report: Report,
}

/// Brings everything over.
pub(super) fn run(runtime: &Runtime, core: &Arc<Core>, source: &mut dyn Source) -> Result<Report> {
    let home = source.home().map_err(troubled)?;
    let (inside, name) = (Arc::clone(core), source.name());
    let report = Report { source: name.clone(), passwords: source.brings_passwords(), ..Report::default() };
    let begun =
        runtime.block_on(core.store.write(move |tx| moving::begin(tx, &inside, ARCHIVE, &name, &home)));
    let m = begun.map_err(|p| said(core, Locale::En, p))?;
    let mut run = Run { runtime, core, source, m, report };
    run.report.account = Some(run.m.scope.account().0);
    run.report.count("account").came = 1;
    run.settings()?;
    run.contacts()?;
    run.conversations()?;
    run.late()?;
    run.end()?;
    Ok(run.report)
}

impl Run<'_> {
    /// Writes in one transaction.
    fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>, &Moving) -> Result<T, Problem> + Send + Sync + 'static,
    ) -> Result<T, Problem> {
        let m = self.m.clone();
        self.runtime.block_on(self.core.store.write(move |tx| work(tx, &m)))
    }

    fn fault(&self, problem: Problem) -> anyhow::Error {
        said(self.core, Locale::En, problem)
    }

    fn tally(&mut self, noun: &str, came: Came) {
        let count = self.report.count(noun);
        match came {
            Came { new: true, .. } => count.came += 1,
            Came { id: Some(_), .. } => count.known += 1,
            Came { .. } => count.left += 1,
        }
        self.report.left.extend(came.left);
    }

    /// Writes many of one kind in one transaction.
    fn each<T: Send + Sync + 'static>(
        &mut self,
        noun: &'static str,
        all: Vec<T>,
        take: fn(&mut Tx<'_>, &Moving, &T) -> Result<Came, Problem>,
    ) -> Result<()> {
        let came =
            self.write(move |tx, m| all.iter().map(|one| take(tx, m, one)).collect::<Result<Vec<_>, _>>());
        for one in came.map_err(|p| self.fault(p))? {
            self.tally(noun, one);
        }
        Ok(())
    }

    fn settings(&mut self) -> Result<()> {
        progress("people, teams, inboxes and settings")?;
        let people = self.source.people().map_err(troubled)?;
        self.each("user", people, moving::person)?;
        let teams = self.source.teams().map_err(troubled)?;
        self.each("team", teams, moving::team)?;
        let inboxes = self.source.inboxes().map_err(troubled)?;
        self.each("inbox", inboxes, moving::inbox)?;
        for thing in self.source.things().map_err(troubled)? {
            self.thing(thing)?;
        }
        Ok(())
    }

    /// One thing in a transaction of its own: what its feature refuses stays behind, with the reason.
    fn thing(&mut self, thing: Thing) -> Result<()> {
        let noun = thing.noun;
        let (id, name) = (thing.id, thing.name.clone());
        match self.write(move |tx, m| moving::thing(tx, m, &thing)) {
            Ok(came) => self.tally(noun, came),
            Err(problem) if problem.is_fault() => return Err(self.fault(problem)),
            Err(problem) => {
                let why = self.fault(problem).to_string();
                self.tally(noun, Came { left: vec![Left::new(noun, id, name, why)], ..Came::default() });
            }
        }
        Ok(())
    }

    /// Where a list was read to by a run that was cut.
    fn place(&self, list: &str) -> i64 {
        self.m.progress.get(list).and_then(Value::as_i64).unwrap_or(0)
    }

    /// Notes how far a list was read.
    fn reach(&mut self, list: &str, place: i64) -> Result<()> {
        self.m.progress.insert(list.to_owned(), place.into());
        let at: Map<String, Value> = self.m.progress.clone();
        self.write(move |tx, m| moving::reached(tx, m, &at)).map_err(|p| self.fault(p))
    }

    fn contacts(&mut self) -> Result<()> {
        let mut from = self.place("contacts");
        loop {
            let page = self.source.contacts(from).map_err(troubled)?;
            self.each("contact", page.items, moving::contact)?;
            let contacts = *self.report.count("contact");
            progress(&format!("contacts: {}", contacts.came + contacts.known))?;
            let Some(next) = page.next else { return Ok(()) };
            from = next;
            self.reach("contacts", from)?;
        }
    }

    fn conversations(&mut self) -> Result<()> {
        let mut from = self.place("conversations");
        loop {
            let page = self.source.conversations(from).map_err(troubled)?;
            self.page(page.items)?;
            let (c, m) = (self.report.count("conversation").came, self.report.count("message").came);
            progress(&format!("conversations: {c}, messages: {m}"))?;
            let Some(next) = page.next else { return Ok(()) };
            from = next;
            self.reach("conversations", from)?;
        }
    }

    /// A page of conversations: the first messages of all of them in one transaction, then the rest of the long ones.
    fn page(&mut self, all: Vec<Conversation>) -> Result<()> {
        let numbers: Vec<i64> = all.iter().map(|c| c.number).collect();
        let m = self.m.clone();
        let noted = self.runtime.block_on(self.core.store.read(move |tx| {
            numbers.iter().map(|n| moving::noted(tx, &m, *n)).collect::<Result<Vec<_>, Problem>>()
        }));
        let noted = noted.map_err(|p| self.fault(p))?;
        let mut batch = Vec::new();
        for (c, noted) in all.into_iter().zip(noted) {
            if let Some((_, at)) = noted
                && at >= Micros(0)
                && !self.source.changed_since(&c, at)
            {
                self.report.count("conversation").known += 1;
                continue;
            }
            let chunk = self.chunk(&c, noted.map_or(0, |(upto, _)| upto))?;
            batch.push((c, chunk));
        }
        let batch = Arc::new(batch);
        let written = Arc::clone(&batch);
        let came = self.write(move |tx, m| {
            let one = |(c, chunk): &(Conversation, Chunk)| moving::conversation(tx, m, c, chunk);
            written.iter().map(one).collect::<Result<Vec<_>, _>>()
        });
        for (came, (c, chunk)) in came.map_err(|p| self.fault(p))?.into_iter().zip(batch.iter()) {
            let here = came.id.is_some();
            self.tally("conversation", came);
            if here {
                self.said(chunk);
                self.rest(c, chunk)?;
            }
        }
        Ok(())
    }

    fn rest(&mut self, c: &Conversation, first: &Chunk) -> Result<()> {
        let newest = |chunk: &Chunk| chunk.messages.iter().map(|b| b.message.id).max();
        let (mut last, mut after) = (first.last, newest(first));
        while let (false, Some(from)) = (last, after) {
            let chunk = self.chunk(c, from)?;
            (last, after) = (chunk.last, newest(&chunk).or(Some(from)));
            self.said(&chunk);
            let of = c.clone();
            let came = self.write(move |tx, m| moving::more(tx, m, &of, &chunk));
            self.report.left.extend(came.map_err(|p| self.fault(p))?.left);
        }
        Ok(())
    }

    fn said(&mut self, chunk: &Chunk) {
        self.report.count("message").came += chunk.messages.len() as u64;
        self.report.count("file").came += chunk.messages.iter().map(|b| b.files.len() as u64).sum::<u64>();
    }

    /// The next messages of a conversation, their files stored already.
    fn chunk(&mut self, c: &Conversation, after: i64) -> Result<Chunk> {
        let page = self.source.messages(c, after).map_err(troubled)?;
        let messages = page.items.into_iter().map(|message| self.bring(message)).collect::<Result<_>>()?;
        Ok(Chunk { messages, last: page.next.is_none() })
    }

    fn bring(&mut self, message: Message) -> Result<Brought> {
        let (mut files, mut left) = (Vec::new(), Vec::new());
        for file in message.files.iter().filter(|f| f.words.is_none()) {
            let mut stays = |why: String| left.push(Left::new("file", file.id, &file.name, why));
            let content = match &file.place {
                Some(_) => self.source.content(file).map_err(troubled)?,
                None => None,
            };
            let Some(content) = content else {
                stays(format!("its content could not be found; message {} came without it", message.id));
                continue;
            };
            match self.runtime.block_on(moving::keep_file(self.core, &file.name, content)) {
                Ok(kept) => files.push(kept),
                Err(problem) if problem.is_fault() => return Err(said(self.core, Locale::En, problem)),
                Err(problem) => stays(said(self.core, Locale::En, problem).to_string()),
            }
        }
        self.report.count("file").left += left.len() as u64;
        Ok(Brought { message, files, left })
    }

    fn late(&mut self) -> Result<()> {
        let mut from = self.place("late");
        loop {
            let page = self.source.late_things(from).map_err(troubled)?;
            for thing in page.items {
                self.thing(thing)?;
            }
            let Some(next) = page.next else { return Ok(()) };
            from = next;
            self.reach("late", from)?;
        }
    }

    fn end(&mut self) -> Result<()> {
        let left = self.source.left().map_err(troubled)?;
        self.report.left.extend(left);
        let ended = self.write(|tx, m| {
            moving::finish(tx, m)?;
            IDS.iter().map(|noun| moving::ids(tx, m, noun)).collect::<Result<Vec<_>, _>>()
        });
        let ids = ended.map_err(|p| self.fault(p))?;
        for (noun, mut ids) in IDS.into_iter().zip(ids) {
            ids.retain(|(old, new)| old != new);
            self.report.moved.insert(noun, ids);
        }
        if !self.source.brings_passwords() {
            let links = self.write(moving::welcome_links).map_err(|p| self.fault(p))?;
            self.report.links = links;
        }
        Ok(())
    }
}
