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
    /// Prints the description of the API (OpenAPI 3.1).
    Openapi,
    /// Brings the database to this version, after a backup, and ends. `serve` does it by itself.
    Migrate(Options),
    /// Fills an empty installation with conversations of ten messages each, to measure against.
    BenchSeed {
        /// How many conversations.
        #[arg(long, default_value_t = 10_000)]
        conversations: i64,
        #[command(flatten)]
        options: Options,
    },
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
    /// How much is logged: error, warn, info, debug, or like `warn,http=debug` [default: warn].
    #[arg(long, env = "GUICHE_LOG")]
    pub(crate) log: Option<String>,
    /// Logs as JSON, a line each.
    #[arg(long, env = "GUICHE_LOG_JSON")]
    pub(crate) log_json: bool,
}
