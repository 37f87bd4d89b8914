//! Starting what is measured: seeded installations, the product, the bare limit, each as a process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use tokio::process::{Child, Command};

use crate::client::Client;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program to measure, and where its data is kept.
pub(crate) struct House {
    pub(crate) guiche: PathBuf,
    data: PathBuf,
    /// Conversations.
    pub(crate) size: i64,
    /// A database of a PostgreSQL server, whose role may make others beside it; else all is embedded.
    postgres: Option<String>,
}

/// How to get into a seeded installation.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Seeded {
    pub(crate) account_id: i64,
    pub(crate) user_id: i64,
    pub(crate) access_token: String,
    /// Those who answer, by user id.
    pub(crate) agents: Vec<Agent>,
}

/// One who answers, and how to call as them.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Agent {
    pub(crate) user_id: i64,
    pub(crate) access_token: String,
}

/// A server that runs; it is killed when this is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
}

impl House {
    pub(crate) fn find(
        guiche: Option<PathBuf>,
        data: Option<PathBuf>,
        size: i64,
        postgres: Option<String>,
    ) -> Result<Self> {
        let here = std::env::current_exe()?;
        let beside = here.parent().context("a folder")?;
        let guiche = guiche.unwrap_or_else(|| beside.join("guiche"));
        ensure!(guiche.exists(), "{} is missing: build it with `make build`", guiche.display());
        Ok(Self { guiche, data: data.unwrap_or_else(|| beside.join("bench-data")), size, postgres })
    }

    /// A copy of the seeded installation for one run, made at the first use, and how to get in.
    pub(crate) async fn fresh(&self, name: &str) -> Result<(PathBuf, Seeded)> {
        let engine = if self.postgres.is_some() { "-pg" } else { "" };
        let seed = self.data.join(format!("seed-{}{engine}", self.size));
        let key = seed.join("seeded.json");
        if !key.exists() {
            remove(&seed)?;
            self.new_database(&seed, None).await?;
            println!("seeding {} conversations into {} …", self.size, seed.display());
            let began = Instant::now();
            let made = Command::new(&self.guiche)
                .args(["bench-seed", "--conversations", &self.size.to_string(), "--data"])
                .arg(&seed)
                .args(self.database(&seed).map(|url| format!("--database-url={url}")))
                .stderr(Stdio::inherit())
                .output()
                .await?;
            ensure!(made.status.success(), "bench-seed failed");
            std::fs::write(&key, &made.stdout)?;
            println!("seeded in {:.0} s", began.elapsed().as_secs_f64());
        }
        let copy = self.data.join(name);
        remove(&copy)?;
        let copied = Command::new("cp").arg("-a").arg(&seed).arg(&copy).status().await?;
        ensure!(copied.success(), "copying the seed failed");
        self.new_database(&copy, Some(&seed)).await?;
        Ok((copy, serde_json::from_slice(&std::fs::read(key)?)?))
    }

    /// The product over a data folder.
    pub(crate) async fn serve(&self, data: &Path) -> Result<Server> {
        let address = free_address()?;
        let mut command = Command::new(&self.guiche);
        command.args(["serve", "--listen", &address.to_string(), "--data"]).arg(data);
        command.args(self.database(data).map(|url| format!("--database-url={url}")));
        let server = Server { address, child: quiet(command)? };
        server.ready("/health").await?;
        Ok(server)
    }

    /// The bare limit over the database of a data folder.
    pub(crate) async fn serve_bare(&self, data: &Path, account: i64) -> Result<Server> {
        let address = free_address()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bare", "--listen", &address.to_string(), "--account", &account.to_string()]);
        command.arg("--store").arg(self.database(data).map_or_else(|| data.join("guiche.db"), PathBuf::from));
        let server = Server { address, child: quiet(command)? };
        server.ready("/health").await?;
        Ok(server)
    }
}

impl House {
    /// The database that belongs to a data folder, where there is a server for it.
    fn database(&self, data: &Path) -> Option<String> {
        let (server, _) = self.postgres.as_ref()?.rsplit_once('/')?;
        Some(format!("{server}/{}", name_of(data)))
    }

    /// Makes the database of a data folder anew, empty or as a copy of another folder's.
    async fn new_database(&self, data: &Path, like: Option<&Path>) -> Result<()> {
        let Some(server) = &self.postgres else { return Ok(()) };
        let (name, like) = (name_of(data), like.map_or_else(|| "template0".to_owned(), name_of));
        for statement in [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("CREATE DATABASE {name} TEMPLATE {like}"),
        ] {
            let done = Command::new("psql").args([server, "-qc", &statement]).status().await?;
            ensure!(done.success(), "psql: {statement}");
        }
        Ok(())
    }
}

/// What the database of a data folder is called.
fn name_of(data: &Path) -> String {
    let folder = data.file_name().map(|n| n.to_string_lossy().replace('-', "_")).unwrap_or_default();
    format!("guiche_bench_{folder}")
}

impl Server {
    pub(crate) async fn client(&self, seeded: &Seeded) -> Result<Client> {
        self.client_as(&seeded.access_token).await
    }

    pub(crate) async fn client_as(&self, token: &str) -> Result<Client> {
        Client::connect(self.address, token).await
    }

    /// Bytes of memory it holds.
    pub(crate) fn memory(&self) -> Result<u64> {
        let id = self.child.id().context("it has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).context("VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }

    /// Seconds of processor it has used so far.
    pub(crate) fn processor(&self) -> Result<f64> {
        let id = self.child.id().context("it has ended")?;
        let line = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        // The name in brackets may hold blanks; user and system time are the 12th and 13th after it, in hundredths.
        let (_, rest) = line.rsplit_once(')').context("a name")?;
        let ticks: Vec<f64> =
            rest.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
        Ok(ticks.iter().sum::<f64>() / 100.0)
    }

    async fn ready(&self, path: &str) -> Result<()> {
        let began = Instant::now();
        loop {
            if let Ok(mut client) = Client::connect(self.address, "").await
                && let Ok(answer) = client.get(path).await
                && answer.status == 200
            {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                bail!("no answer at {}", self.address);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

/// Time to the first answer and memory when idle, on an empty installation and on the seeded one.
pub(crate) async fn start(house: &House) -> Result<()> {
    let (seeded, _) = house.fresh("start").await?;
    let empty = house.data.join("empty");
    for (name, data) in [("empty", &empty), ("seeded", &seeded)] {
        let mut times = Vec::new();
        let mut memory = 0;
        for _ in 0..5 {
            if name == "empty" {
                remove(&empty)?;
            }
            let began = Instant::now();
            let server = house.serve(data).await?;
            times.push(began.elapsed());
            tokio::time::sleep(Duration::from_millis(500)).await;
            memory = server.memory()?;
        }
        times.sort_unstable();
        println!(
            "start, {name:<7}  first answer after {:>4} ms (median of 5; most {} ms)   idle memory {:.1} MB",
            times[2].as_millis(),
            times[4].as_millis(),
            memory as f64 / 1e6
        );
    }
    Ok(())
}

fn quiet(mut command: Command) -> Result<Child> {
    Ok(command.stdout(Stdio::null()).kill_on_drop(true).spawn()?)
}

fn free_address() -> Result<SocketAddr> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e.into()),
        _ => Ok(()),
    }
}
