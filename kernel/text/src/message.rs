//! One message of a catalogue: literal text, `{name}` placeholders and
//! `{n, plural, =0 {…} one {…} other {…}}` choices, parsed once when the catalogue is loaded.
//!
//! `#` inside a branch is the number, grouped as the language writes it. `{{…}}` is literal, because canned
//! texts carry variables of that form. There is no quoting: an apostrophe is an apostrophe.

use std::collections::BTreeSet;

use kernel_base::Locale;

/// A parsed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Value(String),
    Number,
    Plural { name: String, branches: Vec<(Selector, Message)> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Selector {
    Exactly(i64),
    One,
    Many,
    Other,
}

/// Why a text is not a message: what was wrong, and at which byte.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} at byte {at}")]
pub(crate) struct Malformed {
    what: &'static str,
    at: usize,
}

impl Message {
    /// Reads `text`.
    pub(crate) fn parse(text: &str) -> Result<Self, Malformed> {
        let mut reader = Reader { text, at: 0 };
        let message = reader.message(0)?;
        if reader.at < text.len() {
            return Err(reader.wrong("a closing brace without its opening"));
        }
        Ok(message)
    }

    /// Writes the message with `value` giving the placeholders' values; an unknown one stays visible as `{name}`.
    pub(crate) fn render<'v>(
        &self,
        out: &mut String,
        locale: Locale,
        value: &dyn Fn(&str) -> Option<&'v str>,
    ) {
        self.render_in(out, locale, value, None);
    }

    /// The names of all placeholders.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.collect(&mut names);
        names
    }

    fn collect<'m>(&'m self, names: &mut BTreeSet<&'m str>) {
        for piece in &self.0 {
            match piece {
                Piece::Value(name) => {
                    names.insert(name);
                }
                Piece::Plural { name, branches } => {
                    names.insert(name);
                    branches.iter().for_each(|(_, m)| m.collect(names));
                }
                Piece::Text(_) | Piece::Number => {}
            }
        }
    }

    fn render_in<'v>(
        &self,
        out: &mut String,
        locale: Locale,
        value: &dyn Fn(&str) -> Option<&'v str>,
        number: Option<i64>,
    ) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Number => match number {
                    Some(n) => grouped(out, n, locale),
                    None => out.push('#'),
                },
                Piece::Value(name) => match value(name) {
                    Some(text) => out.push_str(text),
                    None => {
                        out.push('{');
                        out.push_str(name);
                        out.push('}');
                    }
                },
                Piece::Plural { name, branches } => {
                    let n = value(name).and_then(|v| v.trim().parse().ok()).unwrap_or(0);
                    if let Some(branch) = choose(branches, n, locale) {
                        branch.render_in(out, locale, value, Some(n));
                    }
                }
            }
        }
    }
}

/// An exact branch first, then the language's category, then `other`.
fn choose(branches: &[(Selector, Message)], n: i64, locale: Locale) -> Option<&Message> {
    let find = |wanted: Selector| branches.iter().find(|(s, _)| *s == wanted).map(|(_, m)| m);
    find(Selector::Exactly(n)).or_else(|| find(category(n, locale))).or_else(|| find(Selector::Other))
}

/// CLDR's cardinal categories of whole numbers.
fn category(n: i64, locale: Locale) -> Selector {
    let n = n.unsigned_abs();
    let round_millions = n != 0 && n.is_multiple_of(1_000_000);
    match locale {
        Locale::PtBr if n <= 1 => Selector::One,
        Locale::En | Locale::Es if n == 1 => Selector::One,
        Locale::PtBr | Locale::Es if round_millions => Selector::Many,
        _ => Selector::Other,
    }
}

/// `10000` as `10.000` or `10,000`; four digits stay together in Spanish, as its grammar wants.
fn grouped(out: &mut String, n: i64, locale: Locale) {
    let digits = n.unsigned_abs().to_string();
    if n < 0 {
        out.push('-');
    }
    let (mark, least) = match locale {
        Locale::PtBr => ('.', 4),
        Locale::En => (',', 4),
        Locale::Es => ('.', 5),
    };
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len() >= least && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
}

/// Deeper nesting is refused, so that a bad catalogue cannot exhaust the stack.
const DEEPEST: usize = 8;

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn wrong(&self, what: &'static str) -> Malformed {
        Malformed { what, at: self.at }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, mark: char) -> bool {
        let hit = self.rest().starts_with(mark);
        if hit {
            self.at += mark.len_utf8();
        }
        hit
    }

    fn word(&mut self) -> String {
        let word: String =
            self.rest().chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')).collect();
        self.at += word.len();
        word
    }

    /// Text and placeholders up to the end or a closing brace, which is left.
    fn message(&mut self, depth: usize) -> Result<Message, Malformed> {
        if depth > DEEPEST {
            return Err(self.wrong("too deep"));
        }
        let (mut pieces, mut text) = (Vec::new(), String::new());
        while let Some(c) = self.rest().chars().next() {
            if c == '}' {
                break;
            }
            if self.rest().starts_with("{{") {
                let end = self.rest().find("}}").ok_or_else(|| self.wrong("`{{` without `}}`"))? + 2;
                text.push_str(&self.rest()[..end]);
                self.at += end;
                continue;
            }
            self.at += c.len_utf8();
            let piece = match c {
                '{' => self.placeholder(depth)?,
                '#' if depth > 0 => Piece::Number,
                _ => {
                    text.push(c);
                    continue;
                }
            };
            if !text.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
            }
            pieces.push(piece);
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Ok(Message(pieces))
    }

    /// What stands after an opening brace, its closing one included.
    fn placeholder(&mut self, depth: usize) -> Result<Piece, Malformed> {
        self.spaces();
        let name = self.word();
        self.spaces();
        if name.is_empty() {
            return Err(self.wrong("a placeholder without a name"));
        }
        if self.take('}') {
            return Ok(Piece::Value(name));
        }
        if !self.take(',') {
            return Err(self.wrong("neither `}` nor `,` after a placeholder's name"));
        }
        self.spaces();
        if self.word() != "plural" {
            return Err(self.wrong("only `plural` is known"));
        }
        self.spaces();
        if !self.take(',') {
            return Err(self.wrong("no `,` after `plural`"));
        }
        let mut branches = Vec::new();
        loop {
            self.spaces();
            if self.take('}') {
                break;
            }
            branches.push(self.branch(depth)?);
        }
        if !branches.iter().any(|(s, _)| *s == Selector::Other) {
            return Err(self.wrong("a plural without `other`"));
        }
        Ok(Piece::Plural { name, branches })
    }

    fn branch(&mut self, depth: usize) -> Result<(Selector, Message), Malformed> {
        let exact = self.take('=');
        let word = self.word();
        let selector = match (exact, word.as_str()) {
            (true, n) => Selector::Exactly(n.parse().map_err(|_| self.wrong("no number after `=`"))?),
            (false, "one") => Selector::One,
            (false, "many") => Selector::Many,
            (false, "other") => Selector::Other,
            _ => return Err(self.wrong("a branch is `=N`, `one`, `many` or `other`")),
        };
        self.spaces();
        if !self.take('{') {
            return Err(self.wrong("no `{` after a branch's name"));
        }
        let message = self.message(depth + 1)?;
        if !self.take('}') {
            return Err(self.wrong("a branch without its closing brace"));
        }
        Ok((selector, message))
    }
}
