//! A dry run: everything is read and counted, nothing is opened for writing.

use anyhow::Result;
use kernel_base::Phone;
use plug_import::{Contact, Left, Source, Thing};

use super::report::Report;
use super::{progress, troubled};
use crate::channels::CHANNELS;
use crate::features::FEATURES;

/// Counts what would come into an empty installation, and says what would not.
pub(super) fn count(source: &mut dyn Source) -> Result<Report> {
    let mut report = Report {
        source: source.name(),
        dry: true,
        passwords: source.brings_passwords(),
        ..Report::default()
    };
    source.home().map_err(troubled)?;
    report.count("account").came = 1;
    for p in source.people().map_err(troubled)? {
        report.count("user").came += 1;
        if p.member.is_some() && p.email.is_none() {
            report.left.push(Left::new("user", p.id, p.name, "has no e-mail: nobody could sign in as them"));
        }
    }
    report.count("team").came = source.teams().map_err(troubled)?.len() as u64;
    for i in source.inboxes().map_err(troubled)? {
        report.count("inbox").came += 1;
        if !(i.goes_on && CHANNELS.iter().any(|kind| kind.wire == i.channel)) {
            let why = format!("{} is not connected here: only its history would be kept", i.channel);
            report.left.push(Left::new("inbox", i.id, i.name, why));
        }
    }
    things(&mut report, source.things().map_err(troubled)?);
    let mut from = 0;
    loop {
        let page = source.contacts(from).map_err(troubled)?;
        page.items.iter().for_each(|c| contact(&mut report, c));
        let Some(next) = page.next else { break };
        from = next;
    }
    conversations(&mut report, source)?;
    let mut from = 0;
    loop {
        let page = source.late_things(from).map_err(troubled)?;
        things(&mut report, page.items);
        let Some(next) = page.next else { break };
        from = next;
    }
    report.left.extend(source.left().map_err(troubled)?);
    Ok(report)
}

fn things(report: &mut Report, things: Vec<Thing>) {
    for t in things {
        if FEATURES.iter().flat_map(|f| f.imports).any(|i| i.noun == t.noun) {
            report.count(t.noun).came += 1;
        } else {
            report.count(t.noun).left += 1;
            report.left.push(Left::new(t.noun, t.id, t.name, "is not brought over yet"));
        }
    }
}

fn contact(report: &mut Report, c: &Contact) {
    report.count("contact").came += 1;
    if let Some(phone) = c.phone.as_deref().filter(|p| !p.is_empty() && Phone::parse(p).is_err()) {
        let why = format!("{phone} is no phone number; would be kept as an attribute");
        report.left.push(Left::new("contact", c.id, &c.name, why));
    }
}

fn conversations(report: &mut Report, source: &mut dyn Source) -> Result<()> {
    let mut from = 0;
    loop {
        let page = source.conversations(from).map_err(troubled)?;
        for c in &page.items {
            report.count("conversation").came += 1;
            let mut after = 0;
            loop {
                let messages = source.messages(c, after).map_err(troubled)?;
                report.count("message").came += messages.items.len() as u64;
                let files =
                    messages.items.iter().flat_map(|m| &m.files).filter(|f| f.place.is_some()).count();
                report.count("file").came += files as u64;
                let Some(next) = messages.next else { break };
                after = next;
            }
        }
        progress(&format!("counted {} conversations", report.count("conversation").came))?;
        let Some(next) = page.next else { return Ok(()) };
        from = next;
    }
}
