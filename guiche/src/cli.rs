//! The command line. Every option may also stand in the environment (`GUICHE_…`) or in `guiche.toml`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use serde::Deserialize;

/// Customer service on your own machine.
#[derive(Debug, Parser)]
#[command(name = "guiche", version, about, disable_help_subcommand = true)]
pub(crate) struct Cli {
    /// File with options [default: guiche.toml, if it is there].
    #[arg(long, env = "GUICHE_CONFIG", global = true)]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serves the product until it is told to stop.
    Serve(Options),
    /// Makes an account with its administrator and prints `{account_id, user_id, access_token}` as JSON.
    Setup {
        /// The account's name.
        #[arg(long)]
        account: String,
        /// The administrator's name.
        #[arg(long)]
        name: String,
        /// The administrator's e-mail; a person who exists already becomes administrator of the new account too.
        #[arg(long)]
        email: String,
        /// The administrator's password.
        #[arg(long, env = "GUICHE_SETUP_PASSWORD", hide_env_values = true)]
        password: String,
        /// The account's language: pt-BR, en or es.
        #[arg(long, default_value = "pt-BR")]
        locale: String,
        #[command(flatten)]
        options: Options,
    },
    /// Makes an application of the platform API and prints `{id, name, access_token}` as JSON; the token is shown once.
    PlatformApp {
        /// Its name.
        name: String,
        #[command(flatten)]
        options: Options,
    },
    /// Prints the description of the API (OpenAPI 3.1).
    Openapi,
    /// Brings the database to this version, after a backup, and ends. `serve` does it by itself.
    Migrate(Options),
    /// Brings a team and its history over from another product.
    Import {
        #[command(subcommand)]
        from: From,
    },
    /// Fills an empty installation with conversations of ten messages each, to measure against.
    BenchSeed {
        /// How many conversations.
        #[arg(long, default_value_t = 10_000)]
        conversations: i64,
        #[command(flatten)]
        options: Options,
    },
}

/// What to bring over.
#[derive(Debug, Subcommand)]
pub(crate) enum From {
    /// An account of Chatwoot: by its API (--url and --token), or from its database (--chatwoot-database-url, with
    /// --storage for the files). Run again, it brings what is new; cut off, it goes on where it stood.
    Chatwoot {
        #[command(flatten)]
        what: ChatwootArgs,
        #[command(flatten)]
        options: Options,
    },
}

/// Where Chatwoot is and what is to be done.
#[derive(Args, Clone, Debug)]
pub(crate) struct ChatwootArgs {
    /// Where Chatwoot is reached, like https://chat.example.
    #[arg(long, env = "GUICHE_CHATWOOT_URL")]
    pub(crate) url: Option<String>,
    /// Access token of an administrator there.
    #[arg(long, env = "GUICHE_CHATWOOT_TOKEN", hide_env_values = true, requires = "url")]
    pub(crate) token: Option<String>,
    /// The account's id there.
    #[arg(long, default_value_t = 1)]
    pub(crate) account: i64,
    /// Chatwoot's PostgreSQL; only read. Brings passwords and everyone's access tokens along.
    #[arg(
        long,
        env = "GUICHE_CHATWOOT_DATABASE_URL",
        hide_env_values = true,
        required_unless_present = "token"
    )]
    pub(crate) chatwoot_database_url: Option<String>,
    /// Folder of Chatwoot's files (Active Storage on disk). Without it they are asked of the API, if --url and --token
    /// are given.
    #[arg(long)]
    pub(crate) storage: Option<PathBuf>,
    /// Reads and counts everything, says what would stay behind, and writes nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// File for the report as JSON [default: import-report.json in the data folder; none on a dry run].
    #[arg(long)]
    pub(crate) report: Option<PathBuf>,
}

/// Options of the commands that work on an installation.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Options {
    /// Address and port to serve on [default: 127.0.0.1:3000].
    #[arg(long, env = "GUICHE_LISTEN")]
    pub(crate) listen: Option<SocketAddr>,
    /// Folder of the database, the files and the master key [default: data].
    #[arg(long, env = "GUICHE_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// PostgreSQL in place of the embedded database: `postgres://user:password@host/name`.
    #[arg(long, env = "GUICHE_DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
    /// NATS server where the nodes of one installation hear each other at once; several with commas:
    /// `nats://user:password@host:4222`.
    #[arg(long, env = "GUICHE_NATS_URL", hide_env_values = true)]
    pub(crate) nats_url: Option<String>,
    /// Master key, 32 bytes as base64 or hex, in place of `master.key` in the data folder.
    #[arg(long, env = "GUICHE_MASTER_KEY", hide_env_values = true)]
    pub(crate) master_key: Option<String>,
    /// Where the product is reached from outside [default: http://localhost with the port].
    #[arg(long, env = "GUICHE_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
    /// A proxy (address or network) whose X-Forwarded-For is believed; may be given several times.
    #[arg(long = "trusted-proxy", env = "GUICHE_TRUSTED_PROXY", value_delimiter = ',')]
    pub(crate) trusted_proxy: Vec<String>,
    /// A private network that webhooks may reach all the same; may be given several times.
    #[arg(long = "allow-private", env = "GUICHE_ALLOW_PRIVATE", value_delimiter = ',')]
    pub(crate) allow_private: Vec<String>,
    /// Fills an empty installation with a shop to try, and serves the shop's page at /demo.
    #[arg(long, env = "GUICHE_DEMO")]
    pub(crate) demo: bool,
    /// Server that sends every letter of this installation; without it each account sets up its own.
    #[arg(long, env = "GUICHE_SMTP_HOST")]
    pub(crate) smtp_host: Option<String>,
    /// Its port [default: 587, 465 or 25 by --smtp-security].
    #[arg(long, env = "GUICHE_SMTP_PORT")]
    pub(crate) smtp_port: Option<u16>,
    /// How the connection is protected: starttls, tls or none [default: starttls].
    #[arg(long, env = "GUICHE_SMTP_SECURITY")]
    pub(crate) smtp_security: Option<String>,
    /// User, where the server asks for one.
    #[arg(long, env = "GUICHE_SMTP_USER")]
    pub(crate) smtp_user: Option<String>,
    /// Its password.
    #[arg(long, env = "GUICHE_SMTP_PASSWORD", hide_env_values = true)]
    pub(crate) smtp_password: Option<String>,
    /// The address letters come from: needed beside --smtp-host.
    #[arg(long, env = "GUICHE_SMTP_FROM")]
    pub(crate) smtp_from: Option<String>,
    /// The name letters come from [default: the account's].
    #[arg(long, env = "GUICHE_SMTP_FROM_NAME")]
    pub(crate) smtp_from_name: Option<String>,
    /// File with a further authority (PEM) that vouches for mail servers.
    #[arg(long, env = "GUICHE_SMTP_CA")]
    pub(crate) smtp_ca: Option<PathBuf>,
    /// Issuer of an OpenID provider by which people may sign in, exactly as it writes itself. Leads back to
    /// /auth/oidc/callback below the public address.
    #[arg(long, env = "GUICHE_OIDC_ISSUER")]
    pub(crate) oidc_issuer: Option<String>,
    /// Who we are at the provider: needed beside --oidc-issuer.
    #[arg(long, env = "GUICHE_OIDC_CLIENT_ID")]
    pub(crate) oidc_client_id: Option<String>,
    /// Our secret there; without it PKCE alone protects.
    #[arg(long, env = "GUICHE_OIDC_CLIENT_SECRET", hide_env_values = true)]
    pub(crate) oidc_client_secret: Option<String>,
    /// What the button calls the provider [default: the issuer's host].
    #[arg(long, env = "GUICHE_OIDC_NAME")]
    pub(crate) oidc_name: Option<String>,
    /// How much is logged: error, warn, info, debug, or like `warn,http=debug` [default: warn].
    #[arg(long, env = "GUICHE_LOG")]
    pub(crate) log: Option<String>,
    /// Logs as JSON, a line each.
    #[arg(long, env = "GUICHE_LOG_JSON")]
    pub(crate) log_json: bool,
}
