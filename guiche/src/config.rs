//! Options put together: the command line over the environment over `guiche.toml` over the defaults.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use kernel_db::Target;
use kernel_http::TrustedProxies;

use crate::cli::Options;

/// What an installation runs with.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Address to serve on.
    pub(crate) listen: SocketAddr,
    /// Folder of the data; it exists.
    pub(crate) data: PathBuf,
    /// PostgreSQL's address, if it is used.
    pub(crate) database_url: Option<String>,
    /// Master key given from outside.
    pub(crate) master_key: Option<String>,
    /// Where the product is reached, without a trailing slash; `None` until the port is known.
    pub(crate) public_url: Option<String>,
    /// Proxies that are believed.
    pub(crate) proxies: TrustedProxies,
    /// Private networks that webhooks may reach.
    pub(crate) allowed: Vec<ipnet::IpNet>,
    /// Whether the demonstration is on.
    pub(crate) demo: bool,
    /// Filter of the log.
    pub(crate) log: String,
    /// Whether the log is JSON.
    pub(crate) log_json: bool,
}

impl Config {
    /// Puts `given` (command line and environment) over the file.
    ///
    /// # Errors
    /// A file that can't be read or has unknown keys, an address or network that is none.
    pub(crate) fn load(file: Option<&Path>, given: Options) -> anyhow::Result<Self> {
        let all = over(given, read(file)?);
        let proxies = networks("--trusted-proxy", &all.trusted_proxy)?;
        Ok(Self {
            listen: all.listen.unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 3000))),
            data: all.data.unwrap_or_else(|| PathBuf::from("data")),
            database_url: all.database_url,
            master_key: all.master_key,
            public_url: all.public_url.as_deref().map(public_url).transpose()?,
            proxies: TrustedProxies::new(proxies),
            allowed: networks("--allow-private", &all.allow_private)?,
            demo: all.demo,
            log: all.log.unwrap_or_else(|| "warn".to_owned()),
            log_json: all.log_json,
        })
    }

    /// Where the product is reached: as told, else this machine by `port`.
    pub(crate) fn url(&self, port: u16) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://localhost:{port}"))
    }

    /// Where the database is, with its files in `data`.
    pub(crate) fn target(&self, data: &Path) -> Target {
        match &self.database_url {
            Some(url) => Target::Pg(url.clone()),
            None => Target::Sqlite(data.join("guiche.db")),
        }
    }
}

fn read(file: Option<&Path>) -> anyhow::Result<Options> {
    let path = file.unwrap_or(Path::new("guiche.toml"));
    if file.is_none() && !path.exists() {
        return Ok(Options::default());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("in {}", path.display()))
}

fn over(given: Options, file: Options) -> Options {
    Options {
        listen: given.listen.or(file.listen),
        data: given.data.or(file.data),
        database_url: given.database_url.or(file.database_url),
        master_key: given.master_key.or(file.master_key),
        public_url: given.public_url.or(file.public_url),
        trusted_proxy: if given.trusted_proxy.is_empty() { file.trusted_proxy } else { given.trusted_proxy },
        allow_private: if given.allow_private.is_empty() { file.allow_private } else { given.allow_private },
        demo: given.demo || file.demo,
        log: given.log.or(file.log),
        log_json: given.log_json || file.log_json,
    }
}

/// Addresses and networks as networks.
fn networks(option: &str, texts: &[String]) -> anyhow::Result<Vec<ipnet::IpNet>> {
    let one = |text: &String| {
        let text = text.trim();
        let address = || text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
        text.parse()
            .or_else(|_| address())
            .with_context(|| format!("{option} {text}: no address and no network"))
    };
    texts.iter().map(one).collect()
}

/// `https://host` or `http://host`, without a path.
fn public_url(text: &str) -> anyhow::Result<String> {
    let bare = text.trim_end_matches('/');
    let Some((scheme, host)) = bare.split_once("://") else {
        bail!("--public-url {text}: begins with no https://")
    };
    ensure!(matches!(scheme, "http" | "https"), "--public-url {text}: begins with no https://");
    ensure!(
        !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']),
        "--public-url {text}: only scheme, host and port"
    );
    Ok(bare.to_owned())
}

#[cfg(test)]
mod tests;
