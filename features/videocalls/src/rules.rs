//! Where a call happens and what its room is called.

use kernel_base::{Problem, Rng, token};
use url::Url;

/// Where calls happen without a word.
pub(crate) const USUAL: &str = "https://meet.jit.si";
/// Characters of an address at most.
const URL_MAX: usize = 200;
/// Characters of a room that are chance: 142 bits.
const CHANCE: usize = 24;

/// Checks a server's address; without the slash at its end. An empty one is the usual place.
///
/// # Errors
/// 422.
pub(crate) fn server(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(USUAL.to_owned());
    }
    let wrong = || Problem::field("base_url", "videocalls.error.server");
    let url = Url::parse(text).map_err(|_| wrong())?;
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    if url.scheme() != "https"
        || !url.has_host()
        || !plain
        || url.fragment().is_some()
        || text.len() > URL_MAX
    {
        return Err(wrong());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// A room nobody can guess.
pub(crate) fn room(rng: &dyn Rng) -> String {
    format!("guiche-{}", token(rng, CHANCE))
}
