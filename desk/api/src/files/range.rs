//! Which part of a file a `Range` header asks for (RFC 9110 §14): one range of bytes, as players ask.

/// What is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it: nothing was asked, or nothing we read.
    Whole,
    /// From `first` to `last`, both included.
    Some {
        /// First byte.
        first: u64,
        /// Last byte.
        last: u64,
    },
    /// A part that is not there.
    None,
}

/// Reads `bytes=a-b`, `bytes=a-` and `bytes=-n` for a file of `length` bytes. Several ranges, other units and
/// unreadable ones count as not asked.
pub(super) fn asked(range: Option<&str>, length: u64) -> Part {
    let Some(bounds) = range.and_then(|r| r.trim().strip_prefix("bytes=")) else { return Part::Whole };
    let Some((first, last)) = bounds.trim().split_once('-') else { return Part::Whole };
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => Part::Whole,
        (Some(first), Some(last)) if first < length => Part::Some { first, last: last.min(length - 1) },
        (Some(first), None) if last.is_empty() && first < length => Part::Some { first, last: length - 1 },
        (None, Some(n)) if first.is_empty() && n > 0 && length > 0 => {
            Part::Some { first: length.saturating_sub(n), last: length - 1 }
        }
        (Some(_), Some(_)) => Part::None,
        (Some(_), None) if last.is_empty() => Part::None,
        (None, Some(_)) if first.is_empty() => Part::None,
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests;
