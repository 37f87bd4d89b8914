//! What the product's own letters say, in the reader's language.

use desk_model::Viewer;
use kernel_base::{AccountId, AccountScope, Locale, Micros, Problem};
use kernel_db::Tx;
use plug_feature::Letter;

use super::Post;
use crate::people::Person;
use crate::{Core, accounts, people};

/// Where a letter was asked for, for people who did not ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The address.
    pub ip: String,
    /// The program, as it says itself.
    pub user_agent: String,
}

impl Asked {
    /// `Chrome · Windows, 203.0.113.9`: what people recognise.
    fn place(&self) -> String {
        let found = |names: &[(&str, &str)]| {
            names.iter().find(|(mark, _)| self.user_agent.contains(mark)).map(|(_, name)| (*name).to_owned())
        };
        let browser = found(&[
            ("Edg/", "Edge"),
            ("OPR/", "Opera"),
            ("Firefox/", "Firefox"),
            ("Chrom", "Chrome"),
            ("Safari/", "Safari"),
        ]);
        let system = found(&[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS", "macOS"),
            ("Linux", "Linux"),
        ]);
        let device = [browser, system].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        [device, self.ip.clone()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Words of the letters in one language.
struct Words<'a> {
    core: &'a Core,
    locale: Locale,
}

impl Words<'_> {
    fn say(&self, key: &str, args: &[(&'static str, String)]) -> String {
        self.core.texts.text(self.locale, &format!("mail.{key}"), args)
    }

    /// A letter whose words all begin with `kind`.
    fn letter(&self, kind: &str, to: &str, args: &[(&'static str, String)], url: Option<String>) -> Letter {
        let say = |part: &str| self.say(&format!("{kind}.{part}"), args);
        Letter {
            to: to.to_owned(),
            locale: self.locale,
            subject: say("subject"),
            title: say("title"),
            paragraphs: vec![say("text")],
            action: url.map(|url| (say("action"), url)),
            footer: Some(say("footer")),
            files: Vec::new(),
        }
    }
}

fn first_name(name: &str) -> String {
    name.split_whitespace().next().unwrap_or(name).to_owned()
}

/// The language of a person: their own, else that of their first account, else the product's.
fn language(tx: &mut Tx<'_>, person: &Person) -> Result<Locale, Problem> {
    if let Some(locale) = person.locale {
        return Ok(locale);
    }
    let first = people::memberships(tx, person.id)?.into_iter().next();
    Ok(first.and_then(|m| Locale::parse(&m.account_locale)).unwrap_or_default())
}

/// The name on letters to a person: that of their account if they have one alone.
fn brand(tx: &mut Tx<'_>, person: &Person) -> Result<Option<String>, Problem> {
    let mut all = people::memberships(tx, person.id)?;
    Ok(if all.len() == 1 { all.pop().map(|m| m.account_name) } else { None })
}

/// The link by which someone joins an account.
///
/// # Errors
/// What the store says.
pub fn invitation(
    tx: &mut Tx<'_>,
    core: &Core,
    by: &Viewer,
    to: (&str, &str),
    link: &str,
) -> Result<(), Problem> {
    let account = accounts::account(tx, &by.scope())?;
    let inviter = people::person(tx, by.user)?;
    let words = Words { core, locale: account.locale };
    let (name, email) = to;
    let args = [
        ("inviter", inviter.available_name().to_owned()),
        ("email", inviter.email.clone()),
        ("account", account.name.clone()),
        ("name", first_name(name)),
    ];
    let mut letter = words.letter("invitation", email, &args, Some(link.to_owned()));
    letter.paragraphs = vec![words.say("invitation.hello", &args), words.say("invitation.text", &args)];
    let mut post = Post::plain(letter, Some(by.account));
    post.preview = words.say("invitation.preview", &args);
    post.facts = vec![(words.say("fact.valid", &[]), words.say("invitation.valid", &[]))];
    post.until = Some(tx.now().plus_secs(72 * 3600));
    post.queue(tx, core)
}

/// The link by which someone chooses a new password.
///
/// # Errors
/// What the store says.
pub fn password_link(
    tx: &mut Tx<'_>,
    core: &Core,
    person: &Person,
    link: String,
    asked: &Asked,
    until: Micros,
) -> Result<(), Problem> {
    let words = Words { core, locale: language(tx, person)? };
    let args = [("name", first_name(person.available_name()))];
    let letter = words.letter("reset", &person.email, &args, Some(link));
    let mut post = Post::plain(letter, None);
    post.brand = brand(tx, person)?;
    post.preview = words.say("reset.preview", &[]);
    post.facts = vec![
        (words.say("fact.from", &[]), asked.place()),
        (words.say("fact.valid", &[]), words.say("reset.valid", &[])),
    ];
    post.until = Some(until);
    post.queue(tx, core)
}

/// Says that the password was changed.
///
/// # Errors
/// What the store says.
pub fn password_changed(tx: &mut Tx<'_>, core: &Core, person: &Person, asked: &Asked) -> Result<(), Problem> {
    let words = Words { core, locale: language(tx, person)? };
    let args = [("name", first_name(person.available_name()))];
    let mut post = Post::plain(words.letter("changed", &person.email, &args, None), None);
    post.brand = brand(tx, person)?;
    post.facts = vec![(words.say("fact.from", &[]), asked.place())];
    post.until = Some(tx.now().plus_secs(2 * 24 * 3600));
    post.queue(tx, core)
}

/// The link by which a new address is confirmed, and the word about it to the old one.
///
/// # Errors
/// What the store says.
pub fn confirm_address(
    tx: &mut Tx<'_>,
    core: &Core,
    person: &Person,
    new: &str,
    link: String,
    asked: &Asked,
) -> Result<(), Problem> {
    let words = Words { core, locale: language(tx, person)? };
    let args = [
        ("name", first_name(person.available_name())),
        ("old", person.email.clone()),
        ("new", new.to_owned()),
    ];
    let named = brand(tx, person)?;
    let until = tx.now().plus_secs(24 * 3600);
    let mut post = Post::plain(words.letter("confirm", new, &args, Some(link)), None);
    post.brand.clone_from(&named);
    post.preview = words.say("confirm.preview", &[]);
    post.facts = vec![(words.say("fact.valid", &[]), words.say("confirm.valid", &[]))];
    post.until = Some(until);
    post.queue(tx, core)?;
    let mut post = Post::plain(words.letter("moving", &person.email, &args, None), None);
    post.brand = named;
    post.facts = vec![(words.say("fact.from", &[]), asked.place())];
    post.until = Some(until);
    post.queue(tx, core)
}

/// The letter by which an administrator tries the settings out.
///
/// # Errors
/// What the store says.
pub fn test_letter(
    tx: &mut Tx<'_>,
    core: &Core,
    person: &Person,
    account: AccountId,
) -> Result<Post, Problem> {
    let name = accounts::account(tx, &AccountScope::new(account))?.name;
    let words = Words { core, locale: language(tx, person)? };
    let args = [("name", first_name(person.available_name())), ("account", name)];
    let url = format!("{}/app/", core.public_url);
    Ok(Post::plain(words.letter("test", &person.email, &args, Some(url)), Some(account)))
}
