//! Speed and size of the product, each figure beside the limit it is held against, measured in the same run.
//!
//! The servers are processes of their own on the same machine, driven through HTTP and websockets as by anyone.
//! `docs/performance.md` says what was reached, with the commands.

#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

mod bare;
mod client;
mod create;
mod load;
mod reads;
mod server;
mod sockets;
mod weights;

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

use server::House;

/// The same as the product's: the bare limit must not be held back by another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(about, disable_help_subcommand = true)]
struct Cli {
    /// The program to measure [default: beside this one].
    #[arg(long, global = true)]
    guiche: Option<PathBuf>,
    /// Where seeded installations are kept between runs [default: bench-data beside this program].
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// Conversations of the seeded installation; ten messages each.
    #[arg(long, global = true, default_value = "10k", value_parser = count)]
    size: i64,
    /// Measures on PostgreSQL: a database whose role may make others beside it, `postgres://…`.
    #[arg(long, global = true)]
    postgres: Option<String>,
    /// Seconds per figure.
    #[arg(long, global = true, default_value_t = 5)]
    secs: u64,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Messages created through the API against the bare limit: the same rows through the same store without the product.
    Create {
        /// Clients at the same time.
        #[arg(long, value_delimiter = ',', default_value = "1,8,64,256")]
        clients: Vec<usize>,
        /// Who writes.
        #[arg(long, value_enum, default_value = "agents")]
        who: create::Who,
    },
    /// The conversation list, an opened conversation, counters and search.
    Reads,
    /// One event to many sockets, and what an idle socket costs.
    Sockets {
        /// How many sockets.
        #[arg(long, value_delimiter = ',', default_value = "1000")]
        count: Vec<usize>,
    },
    /// Time to the first answer, and memory when idle.
    Start,
    /// Sizes of the program and of what browsers load.
    Weights {
        /// Folder of the built interface.
        #[arg(long, default_value = "web/dist")]
        web: PathBuf,
    },
    /// Serves the bare limit (started by `create`).
    #[command(hide = true)]
    Bare {
        #[arg(long)]
        listen: SocketAddr,
        /// A file, or `postgres://…`.
        #[arg(long)]
        store: PathBuf,
        #[arg(long)]
        account: i64,
    },
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run(cli))
}

async fn run(cli: Cli) -> Result<()> {
    if let What::Bare { listen, store, account } = cli.what {
        return bare::serve(listen, store, account).await;
    }
    let house = House::find(cli.guiche, cli.data, cli.size, cli.postgres)?;
    match cli.what {
        What::Create { clients, who } => create::run(&house, &clients, who, cli.secs).await,
        What::Reads => reads::run(&house, cli.secs).await,
        What::Sockets { count } => sockets::run(&house, &count).await,
        What::Start => server::start(&house).await,
        What::Weights { web } => weights::run(&house, &web),
        What::Bare { .. } => Ok(()),
    }
}

/// `10k`, `1m` or a plain number.
fn count(text: &str) -> Result<i64, String> {
    let (digits, times) = match text.to_ascii_lowercase() {
        t if t.ends_with('k') => (t[..t.len() - 1].to_owned(), 1000),
        t if t.ends_with('m') => (t[..t.len() - 1].to_owned(), 1_000_000),
        t => (t, 1),
    };
    digits.parse::<i64>().map(|n| n * times).map_err(|e| e.to_string())
}
