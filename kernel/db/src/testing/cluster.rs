//! A PostgreSQL cluster for one test process: started when the first test wants it, gone when the process is.

#![expect(clippy::expect_used, reason = "a test that can't be set up has failed")]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A server to use instead of starting one, with a role that may create databases.
const URL: &str = "GUICHE_TEST_PG_URL";

/// Makes a cluster, serves until standard input ends (which the end of the test process brings about, however it
/// ends), and leaves nothing behind. Durability is off: no test pulls the plug.
const SCRIPT: &str = r#"
cd /
"$BIN/initdb" -D "$DIR/data" -U guiche -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$DIR/log" 2>&1 || {
  cat "$DIR/log"; exit 1
}
"$BIN/postgres" -D "$DIR/data" -k "$DIR" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
  -c full_page_writes=off -c max_connections=600 -c shared_buffers=64MB -c autovacuum=off >>"$DIR/log" 2>&1 </dev/null &
server=$!
tries=0
until "$BIN/pg_isready" -q -h "$DIR"; do
  tries=$((tries + 1))
  if [ $tries -gt 600 ] || ! kill -0 $server 2>/dev/null; then cat "$DIR/log"; exit 1; fi
  sleep 0.1
done
echo ready
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$DIR"
"#;

struct Cluster {
    /// URL of a database, without the database's name.
    base: String,
    /// Its standard input is the life line: it is open as long as this process lives.
    _server: Option<Child>,
}

/// The URL of a database that nobody has used.
pub(super) fn fresh_database() -> String {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let cluster = CLUSTER.get_or_init(start);
    let name = format!("guiche_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let admin = cluster.base.replace("{}", "postgres");
    let create = format!("CREATE DATABASE {name}");
    // The client may not be used on a thread of an async runtime.
    let created = std::thread::spawn(move || {
        postgres::Client::connect(&admin, postgres::NoTls)?.batch_execute(&create)
    });
    created.join().expect("a thread").expect("a new database in the test cluster");
    cluster.base.replace("{}", &name)
}

#[expect(clippy::zombie_processes, reason = "it ends by itself when this process does")]
fn start() -> Cluster {
    if let Ok(url) = std::env::var(URL) {
        let (before, after) = url.split_once('?').unwrap_or((&url, ""));
        let server = before.rsplit_once('/').map_or(before, |(server, _)| server);
        return Cluster { base: format!("{server}/{{}}?{after}"), _server: None };
    }
    let bin = programs();
    let folder = tempfile::Builder::new().prefix("guiche-pg-").tempdir().expect("a temporary folder").keep();
    let mut command = Command::new("sh");
    if is_root() {
        // The server refuses to run as root.
        let given = Command::new("chown").arg("postgres").arg(&folder).status().expect("chown");
        assert!(given.success(), "the user postgres is missing");
        command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
    }
    command.args(["-c", SCRIPT]).env("BIN", &bin).env("DIR", &folder);
    let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell");
    let mut said = String::new();
    for line in BufReader::new(server.stdout.take().expect("its output")).lines() {
        let line = line.expect("its output");
        if line == "ready" {
            let host = folder.to_string_lossy().replace('/', "%2F");
            return Cluster { base: format!("postgres://guiche@{host}/{{}}"), _server: Some(server) };
        }
        said.push_str(&line);
        said.push('\n');
    }
    panic!("PostgreSQL did not start:\n{said}");
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0)
}

/// The folder of the newest installed server.
fn programs() -> PathBuf {
    let version = |p: &PathBuf| p.file_name().and_then(|n| n.to_str()?.parse::<u32>().ok());
    let installed =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path());
    let mut found: Vec<_> = installed.filter(|p| p.join("bin/initdb").exists()).collect();
    found.sort_by_key(version);
    let newest = found.pop().unwrap_or_else(|| {
        panic!(
            "tests run on PostgreSQL too: install it (Debian: apt install postgresql), or point {URL} at a server \
             with a role that may create databases"
        )
    });
    newest.join("bin")
}
