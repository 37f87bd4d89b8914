//! What a webhook may be, and when a failed call is tried again.

use desk_wire::webhook::EVENTS;
use kernel_base::{Micros, Problem};
use kernel_http::Outbound;

/// Characters of an address at most.
const URL_MAX: usize = 2000;
/// Characters of a name at most.
const NAME_MAX: usize = 255;
/// Webhooks of one account at most.
pub(crate) const WEBHOOKS_MAX: usize = 50;

/// Seconds from a failed try to the next: the Svix schedule, 27 h 35 min in all.
pub(crate) const SCHEDULE: [i64; 7] = [5, 300, 1800, 7200, 18_000, 36_000, 36_000];
/// A webhook that has failed for so long is switched off: five days.
const PATIENCE_SECS: i64 = 5 * 86_400;

/// Events a webhook gets when nothing is said.
pub(crate) const USUAL: [&str; 8] = [
    "conversation_status_changed",
    "conversation_updated",
    "conversation_created",
    "contact_created",
    "contact_updated",
    "message_created",
    "message_updated",
    "webwidget_triggered",
];

/// Reads an address: http or https, and one that may be called at all.
pub(crate) fn url(raw: &str, outbound: &Outbound) -> Result<String, Problem> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(Problem::field("url", "error.required"));
    }
    if text.chars().count() > URL_MAX {
        return Err(Problem::field("url", "error.too_long").with("max", URL_MAX.to_string()));
    }
    if !is_address(text) {
        return Err(Problem::field("url", "webhooks.error.url"));
    }
    if !outbound.permits(text) {
        return Err(Problem::field("url", "webhooks.error.private"));
    }
    Ok(text.to_owned())
}

/// Whether a text is a web address at all.
pub(crate) fn is_address(text: &str) -> bool {
    let web = text.starts_with("http://") || text.starts_with("https://");
    web && !text.contains(char::is_whitespace) && text.chars().count() <= URL_MAX
}

/// Reads a name; nothing is none.
pub(crate) fn name(raw: &str) -> Result<Option<String>, Problem> {
    let text = raw.trim();
    if text.chars().count() > NAME_MAX {
        return Err(Problem::field("name", "error.too_long").with("max", NAME_MAX.to_string()));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Reads a list of events: at least one, each known, each once, in the order of the contract.
pub(crate) fn subscriptions(raw: &[String]) -> Result<Vec<String>, Problem> {
    if raw.is_empty() || raw.iter().any(|name| !EVENTS.contains(&name.as_str())) {
        return Err(Problem::field("subscriptions", "webhooks.error.subscriptions"));
    }
    let chosen = EVENTS.iter().filter(|e| raw.iter().any(|name| name == *e));
    Ok(chosen.map(|e| (*e).to_owned()).collect())
}

/// Seconds until the try after the `tried`th failed one; `None` when it is given up. `asked` is what the other side
/// said to wait.
pub(crate) fn next_try(tried: i64, asked: Option<u32>) -> Option<i64> {
    let planned = SCHEDULE.get(usize::try_from(tried - 1).ok()?)?;
    Some((*planned).max(i64::from(asked.unwrap_or(0))))
}

/// Whether a webhook that has failed since then is to be switched off.
pub(crate) fn gives_up(failing_since: Micros, now: Micros) -> bool {
    failing_since.plus_secs(PATIENCE_SECS) <= now
}
