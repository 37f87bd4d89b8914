//! What a bot may be, and which calls are tried again.

use kernel_base::Problem;
use kernel_http::Outbound;
use serde_json::{Map, Value};

/// Characters of a name at most.
const NAME_MAX: usize = 255;
/// Characters of a description and of an address at most.
const TEXT_MAX: usize = 2000;
/// Bytes of a configuration at most.
const CONFIG_MAX: usize = 16 * 1024;
/// Bots of one account at most.
pub(crate) const BOTS_MAX: usize = 100;
/// Seconds from a failed call to the next: a customer waits, so it is over soon.
const SCHEDULE: [i64; 3] = [2, 10, 30];

/// Reads a name.
pub(crate) fn name(raw: &str) -> Result<String, Problem> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(Problem::field("name", "error.required"));
    }
    bounded("name", text, NAME_MAX).map(|_| text.to_owned())
}

/// Reads a description; nothing is none.
pub(crate) fn description(raw: &str) -> Result<Option<String>, Problem> {
    bounded("description", raw.trim(), TEXT_MAX)
}

/// Reads the address that is told what happens; without one the bot only speaks.
pub(crate) fn url(raw: &str, outbound: &Outbound) -> Result<Option<String>, Problem> {
    let Some(text) = bounded("outgoing_url", raw.trim(), TEXT_MAX)? else { return Ok(None) };
    let web =
        (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(char::is_whitespace);
    if !web {
        return Err(Problem::field("outgoing_url", "agent_bots.error.url"));
    }
    if !outbound.permits(&text) {
        return Err(Problem::field("outgoing_url", "agent_bots.error.private"));
    }
    Ok(Some(text))
}

/// Reads the address of a picture.
pub(crate) fn avatar(raw: &str) -> Result<Option<String>, Problem> {
    let Some(text) = bounded("avatar_url", raw.trim(), TEXT_MAX)? else { return Ok(None) };
    let plain = text.starts_with("https://") && !text.contains(|c: char| c.is_whitespace() || c == '"');
    if plain { Ok(Some(text)) } else { Err(Problem::field("avatar_url", "agent_bots.error.avatar")) }
}

/// Reads a configuration.
pub(crate) fn config(raw: &Map<String, Value>) -> Result<(), Problem> {
    let bytes = serde_json::to_string(raw).map_or(usize::MAX, |t| t.len());
    if bytes > CONFIG_MAX {
        return Err(Problem::field("bot_config", "error.too_long").with("max", CONFIG_MAX.to_string()));
    }
    Ok(())
}

fn bounded(field: &str, text: &str, max: usize) -> Result<Option<String>, Problem> {
    if text.chars().count() > max {
        return Err(Problem::field(field, "error.too_long").with("max", max.to_string()));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Seconds until the try after the `tried`th failed one; `None` when the bot has failed.
pub(crate) fn next_try(tried: i64) -> Option<i64> {
    SCHEDULE.get(usize::try_from(tried - 1).ok()?).copied()
}
