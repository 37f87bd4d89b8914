//! Just enough of Rust's grammar to tell strings from code and comments.

/// A string literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    /// Its content as written, escapes included.
    pub(crate) text: String,
    /// The line it begins on, from 1.
    pub(crate) line: usize,
}

/// The string literals of a Rust text, in order. Comments and character literals are passed over.
pub(crate) fn strings(text: &str) -> Vec<Literal> {
    let bytes = text.as_bytes();
    let (mut at, mut found) = (0, Vec::new());
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = line_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = block_end(bytes, at),
            b'\'' => at = character_end(bytes, at),
            b'r' if !word_before(bytes, at) && raw_hashes(bytes, at).is_some() => {
                let hashes = raw_hashes(bytes, at).unwrap_or_default();
                let start = at + 2 + hashes;
                let end = raw_end(bytes, start, hashes);
                push(&mut found, text, start, end);
                at = end + 1 + hashes;
            }
            b'"' => {
                let end = string_end(bytes, at + 1);
                push(&mut found, text, at + 1, end);
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn push(found: &mut Vec<Literal>, text: &str, start: usize, end: usize) {
    let line = 1 + text[..start].matches('\n').count();
    found.push(Literal { text: text[start..end].to_owned(), line });
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n)
}

fn block_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Past a character literal; past the quote alone where it opens a lifetime.
fn character_end(bytes: &[u8], at: usize) -> usize {
    if bytes.get(at + 1) == Some(&b'\\') {
        let rest = &bytes[(at + 3).min(bytes.len())..];
        return rest.iter().position(|b| *b == b'\'').map_or(bytes.len(), |n| at + 4 + n);
    }
    // A character takes up to four bytes; a lifetime has no quote so near.
    let close = bytes.iter().enumerate().skip(at + 2).take(4).find(|(_, b)| **b == b'\'');
    close.filter(|(n, _)| *n == at + 2 || !bytes[at + 1].is_ascii()).map_or(at + 1, |(n, _)| n + 1)
}

fn word_before(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|n| bytes[n]);
    before.is_some_and(|b| b != b'b' && (b.is_ascii_alphanumeric() || b == b'_'))
}

fn raw_hashes(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes[at + 1..].iter().take_while(|b| **b == b'#').count();
    (bytes.get(at + 1 + hashes) == Some(&b'"')).then_some(hashes)
}

fn raw_end(bytes: &[u8], start: usize, hashes: usize) -> usize {
    (start..bytes.len())
        .find(|n| {
            bytes[*n] == b'"' && bytes[n + 1..].iter().take(hashes).filter(|b| **b == b'#').count() == hashes
        })
        .unwrap_or(bytes.len())
}

fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}
