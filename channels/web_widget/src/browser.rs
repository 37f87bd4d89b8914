//! A browser's name, version and system out of its `User-Agent`, as far as an agent wants to know them.

use serde_json::{Value, json};

/// Most browsers also name those they descend from: the more particular name stands first.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];
const SYSTEMS: [(&str, &str, &str); 6] = [
    ("Android", "Android", "Android"),
    ("iPhone", "iOS", "iPhone"),
    ("iPad", "iOS", "iPad"),
    ("Windows", "Windows", "Desktop"),
    ("Mac OS X", "macOS", "Desktop"),
    ("Linux", "Linux", "Desktop"),
];

/// `{browser_name, browser_version, platform_name, device_name}`; what is not known is left out.
pub(crate) fn describe(user_agent: &str) -> Value {
    let mut out = json!({});
    let browser = BROWSERS.iter().find_map(|(mark, name)| {
        let at = user_agent.find(mark)? + mark.len();
        let version = user_agent[at..].split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
        Some((*name, version.split('.').next().unwrap_or_default()))
    });
    if let Some((name, version)) = browser {
        out["browser_name"] = name.into();
        out["browser_version"] = version.into();
    }
    if let Some((_, platform, device)) = SYSTEMS.iter().find(|(mark, ..)| user_agent.contains(mark)) {
        out["platform_name"] = (*platform).into();
        out["device_name"] = (*device).into();
    }
    out
}
