//! Messages created by many clients, through the product and through the bare limit in turns.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use serde_json::json;

use crate::client::Client;
use crate::load::{Ask, Dice, drive};
use crate::server::{Agent, House, Seeded, Server};

/// About 120 letters, as people write.
const TEXT: &str = "Bom dia! Verifiquei aqui e o seu pedido saiu hoje do centro de distribuição; a entrega está prevista para amanhã até as 18h.";

/// Who writes into whose conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Who {
    /// Agents into those they have: how a team works.
    Agents,
    /// An administrator into those of the agents: each of them is notified of each message.
    Administrator,
}

struct Writer {
    client: Client,
    dice: Dice,
    /// Conversations to write into, by number: each is drawn as often as the others.
    open: Arc<Vec<i64>>,
    /// The account's path, or the bare limit.
    account: Option<i64>,
}

impl Ask for Writer {
    async fn ask(&mut self) -> Result<()> {
        let drawn = self.dice.below(self.open.len() as i64) as usize;
        let number = self.open.get(drawn).copied().unwrap_or(1);
        let echo = format!("{:016x}{:016x}", self.dice.below(i64::MAX), self.dice.below(i64::MAX));
        let (path, body) = match self.account {
            Some(account) => (
                format!("/api/v1/accounts/{account}/conversations/{number}/messages"),
                json!({ "content": TEXT, "echo_id": echo }),
            ),
            None => {
                ("/messages".to_owned(), json!({ "conversation": number, "content": TEXT, "echo_id": echo }))
            }
        };
        self.client.post(&path, &body.to_string()).await?.ok(&path)
    }
}

pub(crate) async fn run(house: &House, clients: &[usize], who: Who, secs: u64) -> Result<()> {
    let (data, seeded) = house.fresh("create").await?;
    let (bare_data, _) = house.fresh("create-bare").await?;
    let product = house.serve(&data).await?;
    let bare = house.serve_bare(&bare_data, seeded.account_id).await?;
    println!("messages created, {} conversations, synchronous=FULL, by {who:?}", house.size);
    for &count in clients {
        let began = bare.processor()?;
        let limit = drive(writers(house, &bare, &seeded, (count, who), None).await?, secs).await?;
        let each = micros(bare.processor()? - began, limit.asked);
        println!("{count:>4} clients   bare     {}   {each:.0} µs of processor each", limit.line());
        let account = Some(seeded.account_id);
        let began = product.processor()?;
        let reached = drive(writers(house, &product, &seeded, (count, who), account).await?, secs).await?;
        let each = micros(product.processor()? - began, reached.asked);
        let share = 100.0 * reached.rate / limit.rate;
        println!(
            "{count:>4} clients   product  {}   {each:.0} µs of processor each   {share:.0} % of bare",
            reached.line()
        );
    }
    println!("memory of the product afterwards: {:.1} MB", product.memory()? as f64 / 1e6);
    Ok(())
}

/// What a message cost the server: steadier than rates on a machine that does other things as well.
fn micros(secs: f64, asked: u64) -> f64 {
    secs * 1e6 / asked.max(1) as f64
}

/// As many writers as asked for. The bare limit gets the same conversations from the same number of writers.
async fn writers(
    house: &House,
    server: &Server,
    seeded: &Seeded,
    (count, who): (usize, Who),
    account: Option<i64>,
) -> Result<Vec<Writer>> {
    let answered = answered(house.size, seeded);
    let mut agents = answered.iter().cycle();
    let everyones: Arc<Vec<i64>> =
        Arc::new(answered.iter().flat_map(|(_, open)| open.iter().copied()).collect());
    let mut writers = Vec::with_capacity(count);
    for i in 0..count {
        let dice = Dice::new(i as u64 + 1 + u64::from(account.is_some()) * 1000 + count as u64 * 7919);
        let (agent, own) = agents.next().context("an agent with conversations")?;
        let (token, open) = match who {
            Who::Agents => (&agent.access_token, Arc::clone(own)),
            Who::Administrator => (&seeded.access_token, Arc::clone(&everyones)),
        };
        writers.push(Writer { client: server.client_as(token).await?, dice, open, account });
    }
    Ok(writers)
}

/// Open conversations that someone has, by who has them: of the newest tenth, which is what people work on, as
/// `guiche bench-seed` hands them out.
fn answered(size: i64, seeded: &Seeded) -> Vec<(&Agent, Arc<Vec<i64>>)> {
    let count = seeded.agents.len() as i64;
    let with = seeded.agents.iter().zip(0..).map(|(agent, place)| {
        let open = (size * 9 / 10 + 1..=size).filter(|i| (2..7).contains(&(i % 10)) && i % count == place);
        (agent, Arc::new(open.collect::<Vec<_>>()))
    });
    with.filter(|(_, open)| !open.is_empty()).collect()
}
