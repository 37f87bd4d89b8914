//! Everything that is stored, as one text, to see that a refused request changed nothing.

use desk_testkit::{Engine, TestApp};
use kernel_base::Problem;
use kernel_db::Tx;

/// Notes about use, written whenever somebody is recognised, and what workers write behind the commits.
const APART: [&str; 4] = ["sessions", "consumers", "jobs", "schema_versions"];

/// Every row of every table of the domain, the features and the events.
pub(crate) async fn dump(app: &TestApp) -> String {
    let engine = app.engine;
    app.core.store.read(move |tx| -> Result<String, Problem> { all(tx, engine, None) }).await.unwrap()
}

/// The rows of one account as text, of every table that knows accounts.
pub(crate) async fn dump_of(app: &TestApp, account: i64) -> String {
    let engine = app.engine;
    app.core
        .store
        .read(move |tx| -> Result<String, Problem> { all(tx, engine, Some(account)) })
        .await
        .unwrap()
}

fn all(tx: &mut Tx<'_>, engine: Engine, account: Option<i64>) -> Result<String, Problem> {
    let mut out = String::new();
    for table in tables(tx, engine)? {
        if APART.contains(&table.as_str()) || table.starts_with("sqlite_") || table.contains("search") {
            continue;
        }
        let columns: Vec<String> = tx.query(
            match engine {
                Engine::Sqlite => "SELECT name FROM pragma_table_info($1)",
                Engine::Pg => {
                    "SELECT column_name::text FROM information_schema.columns WHERE table_name = $1"
                }
            },
            &[&table],
            |r| r.get(0),
        )?;
        if account.is_some() && !columns.iter().any(|c| c == "account_id") {
            continue;
        }
        let only = account.map_or_else(String::new, |id| format!(" WHERE account_id = {id}"));
        let sql = match engine {
            Engine::Sqlite => {
                let row: Vec<String> = columns.iter().map(|c| format!("quote({c})")).collect();
                format!("SELECT COALESCE(group_concat({}, '\n'), '') FROM {table}{only}", row.join("||','||"))
            }
            Engine::Pg => format!(
                "SELECT COALESCE(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM {table} t{only}"
            ),
        };
        let rows: String = tx.query_one(&sql, &[], |r| r.get(0))?;
        out.push_str(&format!("== {table}\n{rows}\n"));
    }
    Ok(out)
}

fn tables(tx: &mut Tx<'_>, engine: Engine) -> Result<Vec<String>, Problem> {
    let sql = match engine {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        }
        Engine::Pg => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
    };
    Ok(tx.query(sql, &[], |r| r.get(0))?)
}
