//! The bare limit: axum and the store writing the rows of a message (message, conversation, event) and nothing of
//! the product: no token, permission, visibility, presentation, search or jobs.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel_base::{AccountId, SystemClock};
use kernel_db::{DbError, NewEvent, Options, Store, Target, Tx};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Clone)]
struct Bare {
    store: Store,
    account: AccountId,
}

#[derive(Deserialize)]
struct New {
    conversation: i64,
    content: String,
    echo_id: String,
}

pub(crate) async fn serve(listen: SocketAddr, store: PathBuf, account: i64) -> Result<()> {
    let url = store.to_str().filter(|text| text.starts_with("postgres")).map(str::to_owned);
    let store = Store::open(Options {
        target: url.map_or(Target::Sqlite(store), Target::Pg),
        clock: Arc::new(SystemClock),
        migrations: desk_core::MIGRATIONS.to_vec(),
    })?;
    let router = Router::new()
        .route("/health", get(|| async { "ok" }))
        .route("/messages", post(create))
        .with_state(Bare { store, account: AccountId(account) });
    let listener = tokio::net::TcpListener::bind(listen).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn create(State(bare): State<Bare>, Json(new): Json<New>) -> Result<Json<Value>, StatusCode> {
    let account = bare.account;
    let new = Arc::new(new);
    let written = Arc::clone(&new);
    let id = bare.store.write(move |tx| write(tx, account, &written)).await;
    let id = id.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(Json(json!({ "id": id, "content": new.content, "echo_id": new.echo_id })))
}

fn write(tx: &mut Tx<'_>, account: AccountId, new: &New) -> Result<i64, DbError> {
    let now = tx.now();
    let id: i64 = tx.query_one(
        "INSERT INTO messages (account_id, conversation_id, inbox_id, kind, content, private, state, content_type,
           content_attributes, sender_kind, sender_id, echo_id, created_at, updated_at)
         VALUES ($1, $2, 1, 1, $3, FALSE, 0, 0, '{}', 0, 1, $4, $5, $5) RETURNING id",
        &[&account, &new.conversation, &new.content, &new.echo_id, &now],
        |row| row.get(0),
    )?;
    let conversation: i64 = tx.query_one(
        "UPDATE conversations SET last_message_id = $3, last_activity_at = $4, waiting_since = NULL, updated_at = $4
         WHERE account_id = $1 AND id = $2 RETURNING id",
        &[&account, &new.conversation, &id, &now],
        |row| row.get(0),
    )?;
    tx.emit(NewEvent {
        account,
        kind: "message.created",
        conversation: Some(conversation),
        subject: Some(id),
        actor: Some(1),
        data: json!({ "reach": { "inbox": 1, "team": null, "assignee": null, "participants": [] } }),
    });
    Ok(id)
}
