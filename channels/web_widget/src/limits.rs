//! How often a visitor may call, and a new one may appear.

use std::sync::LazyLock;
use std::time::Duration;

use kernel_base::Problem;
use kernel_http::{ClientIp, IpKey, Limiter, Rate};
use plug_channel::{InboxConfig, VisitorRef};

/// Calls of any kind by one visitor: an open chat makes few, a page of conversations some at once.
static CALLS: LazyLock<Limiter<(i64, i64)>> =
    LazyLock::new(|| Limiter::new(Rate { burst: 120, every: Duration::from_millis(250) }));
/// Messages by one visitor: bursts of a person who writes in short lines, and a few files.
static WRITES: LazyLock<Limiter<(i64, i64)>> =
    LazyLock::new(|| Limiter::new(Rate { burst: 40, every: Duration::from_secs(1) }));
/// Letters to one visitor.
static LETTERS: LazyLock<Limiter<(i64, i64)>> =
    LazyLock::new(|| Limiter::new(Rate { burst: 2, every: Duration::from_secs(1800) }));
/// New visitors of an inbox from one address: an office shares one.
static NEWCOMERS: LazyLock<Limiter<(i64, IpKey)>> =
    LazyLock::new(|| Limiter::new(Rate { burst: 60, every: Duration::from_secs(10) }));

/// Counts a call.
///
/// # Errors
/// 429.
pub(crate) fn call(who: &VisitorRef) -> Result<(), Problem> {
    CALLS.check(&(who.account.0, who.contact_inbox.0))
}

/// Counts a message.
///
/// # Errors
/// 429.
pub(crate) fn write(who: &VisitorRef) -> Result<(), Problem> {
    WRITES.check(&(who.account.0, who.contact_inbox.0))
}

/// Counts a letter.
///
/// # Errors
/// 429.
pub(crate) fn letter(who: &VisitorRef) -> Result<(), Problem> {
    LETTERS.check(&(who.account.0, who.contact_inbox.0))
}

/// Counts someone new.
///
/// # Errors
/// 429.
pub(crate) fn newcomer(inbox: &InboxConfig, ip: Option<ClientIp>) -> Result<(), Problem> {
    ip.map_or(Ok(()), |ip| NEWCOMERS.check(&(inbox.id.0, ip.key())))
}
