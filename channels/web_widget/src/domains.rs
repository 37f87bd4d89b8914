//! Which sites may show an inbox's chat: the list of domains as `frame-ancestors` and as a check of `Origin`.

use plug_channel::InboxConfig;

use crate::settings;

/// One allowed domain: `aurora.com.br`, `*.aurora.com.br` or `localhost:3000`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Domain {
    host: String,
    any_below: bool,
    port: Option<u16>,
}

impl Domain {
    /// Reads a host name, with or without a scheme, a port, a leading `*.`; a path is not taken.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(&text);
        let text = text.strip_suffix('/').unwrap_or(text);
        let (any_below, rest) = text.strip_prefix("*.").map_or((false, text), |rest| (true, rest));
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
            None => (rest, None),
        };
        let label = |l: &str| {
            !l.is_empty()
                && l.len() <= 63
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        let good = host.len() <= 253 && host.split('.').all(label);
        good.then(|| Self { host: host.to_owned(), any_below, port })
    }

    /// Whether an `Origin` header's host and port are this domain.
    fn admits(&self, host: &str, port: Option<u16>) -> bool {
        let named = if self.any_below {
            host.strip_suffix(&self.host).is_some_and(|rest| rest.ends_with('.'))
        } else {
            host == self.host
        };
        named && (self.port.is_none() || self.port == port)
    }

    /// The sources of `frame-ancestors` for this domain. Both schemes: a site still on http must not lose its chat
    /// because ours is on https.
    fn sources(&self) -> String {
        let star = if self.any_below { "*." } else { "" };
        let port = self.port.map_or_else(String::new, |p| format!(":{p}"));
        let name = format!("{star}{}{port}", self.host);
        format!("https://{name} http://{name}")
    }
}

/// The inbox's allowed domains; none means any site.
pub(crate) fn allowed(inbox: &InboxConfig) -> Vec<Domain> {
    let list = settings::texts(inbox.settings.get("allowed_domains"));
    list.iter().filter_map(|d| Domain::parse(d)).collect()
}

/// The value of `frame-ancestors`.
pub(crate) fn frame_ancestors(domains: &[Domain]) -> String {
    if domains.is_empty() {
        return "*".to_owned();
    }
    let sources: Vec<String> = domains.iter().map(Domain::sources).collect();
    format!("'self' {}", sources.join(" "))
}

/// Whether a request with this `Origin` may speak for the inbox's visitors. Ours is where the chat itself runs.
pub(crate) fn origin_allowed(domains: &[Domain], origin: &str, ours: &[&str]) -> bool {
    if domains.is_empty() || ours.iter().any(|o| o.eq_ignore_ascii_case(origin)) {
        return true;
    }
    let origin = origin.to_ascii_lowercase();
    let Some((scheme, rest)) = origin.split_once("://") else { return false };
    let standard = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return false,
    };
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().ok()),
        None => (rest, Some(standard)),
    };
    domains.iter().any(|d| d.admits(host, port))
}
