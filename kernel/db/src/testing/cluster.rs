//! A PostgreSQL cluster for a test run: started by the first test that wants it, shared by all test processes of the
//! same parent (`cargo test`, `cargo nextest`), gone soon after the parent is.

use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A server to use instead of starting one, with a role that may create databases.
const URL: &str = "GUICHE_TEST_PG_URL";

/// Makes a cluster, says so by a file, serves as long as the parent lives, and leaves nothing behind. Durability is
/// off: no test pulls the plug.
const SCRIPT: &str = r#"
cd /
fail() { touch "$DIR/failed"; exit 1; }
"$BIN/initdb" -D "$DIR/data" -U guiche -A trust -E UTF8 --locale=C.UTF-8 --no-sync || fail
"$BIN/postgres" -D "$DIR/data" -k "$DIR" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
  -c full_page_writes=off -c max_connections=800 -c shared_buffers=64MB -c autovacuum=off &
server=$!
until "$BIN/pg_isready" -q -h "$DIR"; do
  kill -0 $server || fail
  sleep 0.1
done
touch "$DIR/ready"
while [ -d "/proc/$PARENT" ] && kill -0 $server; do sleep 1; done
kill -QUIT $server
wait $server
rm -rf "$DIR"
"#;

/// The URL of a database that nobody has used.
pub(super) fn fresh_database() -> String {
    static BASE: OnceLock<String> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let base = BASE.get_or_init(base);
    // Process ids come again while a cluster lives.
    let now = kernel_base::Clock::now(&kernel_base::SystemClock).0;
    let name = format!("guiche_test_{}_{now}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let admin = base.replace("{}", "postgres");
    let create = format!("CREATE DATABASE {name}");
    // The client may not be used on a thread of an async runtime.
    let created = std::thread::spawn(move || {
        postgres::Client::connect(&admin, postgres::NoTls)?.batch_execute(&create)
    });
    created.join().expect("a thread").expect("a new database in the test cluster");
    base.replace("{}", &name)
}

/// URL of the server, `{}` in the place of a database's name.
fn base() -> String {
    if let Ok(url) = std::env::var(URL) {
        let (before, after) = url.split_once('?').unwrap_or((&url, ""));
        let server = before.rsplit_once('/').map_or(before, |(server, _)| server);
        return format!("{server}/{{}}?{after}");
    }
    let bin = programs();
    let parent = std::os::unix::process::parent_id();
    let folder = std::env::temp_dir().join(format!("guiche-pg-{parent}"));
    // One process starts it, the others wait for the lock and find it ready.
    let lock = File::create(std::env::temp_dir().join(format!("guiche-pg-of-{}.lock", user())))
        .expect("a file in the temporary folder");
    lock.lock().expect("a lock");
    if !folder.join("ready").exists() {
        start(&bin, &folder, parent);
    }
    format!("postgres://guiche@{}/{{}}", folder.to_string_lossy().replace('/', "%2F"))
}

#[expect(clippy::zombie_processes, reason = "it outlives this process, which is one of several that use it")]
fn start(bin: &Path, folder: &Path, parent: u32) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).expect("the folder of an earlier run");
    }
    std::fs::create_dir(folder).expect("a folder");
    let log = folder.join("log");
    let output = File::create(&log).expect("a log");
    let mut command = Command::new("sh");
    if user() == 0 {
        // The server refuses to run as root.
        let given = Command::new("chown").arg("postgres").arg(folder).status().expect("chown");
        assert!(given.success(), "the user postgres is missing");
        command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
    }
    command.args(["-c", SCRIPT]).env("BIN", bin).env("DIR", folder).env("PARENT", parent.to_string());
    command.stdin(Stdio::null()).stdout(output.try_clone().expect("the log")).stderr(output);
    // In a group of its own, so that what stops this process does not stop it for the others.
    command.process_group(0).spawn().expect("a shell");
    while !folder.join("ready").exists() {
        if folder.join("failed").exists() {
            panic!("PostgreSQL did not start:\n{}", std::fs::read_to_string(&log).unwrap_or_default());
        }
        std::thread::park_timeout(std::time::Duration::from_millis(20));
    }
}

/// The number of the user that runs the tests.
fn user() -> u32 {
    std::fs::metadata("/proc/self").map_or(u32::MAX, |m| std::os::unix::fs::MetadataExt::uid(&m))
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
