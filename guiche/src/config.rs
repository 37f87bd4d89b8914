//! Options put together: the command line over the environment over `guiche.toml` over the defaults.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use kernel_db::Target;
use kernel_http::TrustedProxies;
use kernel_mail::{Security, Server, is_address};

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
    /// The NATS server where nodes hear each other, if there are several.
    pub(crate) nats_url: Option<String>,
    /// Master key given from outside.
    pub(crate) master_key: Option<String>,
    /// Where the product is reached, without a trailing slash; `None` until the port is known.
    pub(crate) public_url: Option<String>,
    /// Proxies that are believed.
    pub(crate) proxies: TrustedProxies,
    /// Private networks that webhooks may reach.
    pub(crate) allowed: Vec<ipnet::IpNet>,
    /// The server that sends every letter, if the operator set one up.
    pub(crate) smtp: Option<Server>,
    /// A further authority that vouches for mail servers, as PEM.
    pub(crate) smtp_ca: Option<Vec<u8>>,
    /// The provider of identities, if the operator set one up.
    pub(crate) oidc: Option<Oidc>,
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
        let smtp = smtp(&all)?;
        let oidc = oidc(&all)?;
        Ok(Self {
            listen: all.listen.unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 3000))),
            data: all.data.unwrap_or_else(|| PathBuf::from("data")),
            database_url: all.database_url,
            nats_url: all.nats_url.filter(|url| !url.trim().is_empty()),
            master_key: all.master_key,
            public_url: all.public_url.as_deref().map(public_url).transpose()?,
            proxies: TrustedProxies::new(proxies),
            allowed: networks("--allow-private", &all.allow_private)?,
            smtp,
            smtp_ca: match &all.smtp_ca {
                Some(path) => {
                    Some(std::fs::read(path).with_context(|| format!("reading {}", path.display()))?)
                }
                None => None,
            },
            oidc,
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
        nats_url: given.nats_url.or(file.nats_url),
        master_key: given.master_key.or(file.master_key),
        public_url: given.public_url.or(file.public_url),
        trusted_proxy: if given.trusted_proxy.is_empty() { file.trusted_proxy } else { given.trusted_proxy },
        allow_private: if given.allow_private.is_empty() { file.allow_private } else { given.allow_private },
        smtp_host: given.smtp_host.or(file.smtp_host),
        smtp_port: given.smtp_port.or(file.smtp_port),
        smtp_security: given.smtp_security.or(file.smtp_security),
        smtp_user: given.smtp_user.or(file.smtp_user),
        smtp_password: given.smtp_password.or(file.smtp_password),
        smtp_from: given.smtp_from.or(file.smtp_from),
        smtp_from_name: given.smtp_from_name.or(file.smtp_from_name),
        smtp_ca: given.smtp_ca.or(file.smtp_ca),
        oidc_issuer: given.oidc_issuer.or(file.oidc_issuer),
        oidc_client_id: given.oidc_client_id.or(file.oidc_client_id),
        oidc_client_secret: given.oidc_client_secret.or(file.oidc_client_secret),
        oidc_name: given.oidc_name.or(file.oidc_name),
        demo: given.demo || file.demo,
        log: given.log.or(file.log),
        log_json: given.log_json || file.log_json,
    }
}

/// The operator's mail server.
fn smtp(all: &Options) -> anyhow::Result<Option<Server>> {
    let Some(host) = all.smtp_host.as_deref().map(str::trim).filter(|h| !h.is_empty()) else {
        return Ok(None);
    };
    let name = all.smtp_security.as_deref().unwrap_or("starttls");
    let security = Security::from_name(name)
        .with_context(|| format!("--smtp-security {name}: starttls, tls or none"))?;
    let from = all.smtp_from.as_deref().map(str::trim).unwrap_or_default();
    ensure!(is_address(from), "--smtp-from {from}: no address");
    let login = match (&all.smtp_user, &all.smtp_password) {
        (None, None) => None,
        (Some(user), Some(password)) => Some((user.clone(), password.clone())),
        _ => bail!("--smtp-user and --smtp-password belong together"),
    };
    Ok(Some(Server {
        host: host.to_owned(),
        port: all.smtp_port.unwrap_or(security.usual_port()),
        security,
        login,
        from: from.to_owned(),
        from_name: all.smtp_from_name.clone(),
    }))
}

/// A provider of identities as the operator gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Oidc {
    /// What people know it as.
    pub(crate) name: String,
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<String>,
}

/// The operator's provider of identities. What it says is believed, so nobody may stand between: https, unless it is on
/// this machine.
fn oidc(all: &Options) -> anyhow::Result<Option<Oidc>> {
    let Some(issuer) = all.oidc_issuer.as_deref().map(str::trim).filter(|i| !i.is_empty()) else {
        return Ok(None);
    };
    let Some((scheme, rest)) = issuer.split_once("://") else {
        bail!("--oidc-issuer {issuer}: begins with no https://")
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let near = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    ensure!(
        scheme == "https" || (scheme == "http" && near),
        "--oidc-issuer {issuer}: begins with no https://"
    );
    let client_id = all.oidc_client_id.as_deref().map(str::trim).unwrap_or_default();
    ensure!(!client_id.is_empty(), "--oidc-issuer needs --oidc-client-id beside it");
    Ok(Some(Oidc {
        name: all.oidc_name.clone().unwrap_or_else(|| host.to_owned()),
        issuer: issuer.to_owned(),
        client_id: client_id.to_owned(),
        client_secret: all.oidc_client_secret.clone().filter(|s| !s.is_empty()),
    }))
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
