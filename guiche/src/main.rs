//! Guichê: the binary. Command line, options, start-up in order, and the two lists of what is plugged in.
//!
//! Holds no rule of the domain and no SQL: it puts the rooms together, and stops them in order.

mod bench_seed;
mod channels;
mod cli;
mod config;
mod demo;
mod features;
mod house;
mod import;
mod serve;
mod setup;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use tracing_subscriber::EnvFilter;

use cli::{Cli, Command, From};
use config::Config;

/// A quarter of a message's time went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _nobody_listens = writeln!(std::io::stderr(), "guiche: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    let load = |options| -> anyhow::Result<Config> {
        let config = Config::load(cli.config.as_deref(), options)?;
        log_to_stderr(&config)?;
        Ok(config)
    };
    match cli.command {
        Command::Serve(options) => runtime()?.block_on(serve::serve(load(options)?)),
        Command::Setup { account, name, email, password, locale, options } => {
            let asked = setup::Asked { account, name, email, password, locale };
            say(&runtime()?.block_on(setup::setup(load(options)?, asked))?)
        }
        Command::PlatformApp { name, options } => {
            say(&runtime()?.block_on(setup::platform_app(load(options)?, name))?)
        }
        Command::Openapi => say(&runtime()?.block_on(house::openapi(load(Default::default())?))?),
        Command::Migrate(options) => house::migrate(&load(options)?),
        Command::Import { from: From::Chatwoot { what, options } } => {
            say(&import::chatwoot(&runtime()?, &load(options)?, &what)?)
        }
        Command::BenchSeed { conversations, options } => {
            say(&runtime()?.block_on(bench_seed::bench_seed(load(options)?, conversations))?)
        }
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the runtime")
}

/// What a command answers, on standard output.
fn say(text: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{text}").context("writing the answer")
}

fn log_to_stderr(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log).with_context(|| format!("--log {}", config.log))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Set once per process; a second command in one process keeps the first's.
    let _set = if config.log_json { log.json().try_init() } else { log.try_init() };
    Ok(())
}
