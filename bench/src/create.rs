//! Messages created by many clients, through the product and through the bare limit in turns.

use anyhow::Result;
use serde_json::json;

use crate::client::Client;
use crate::load::{Ask, Dice, drive};
use crate::server::{House, Seeded, Server};

/// About 120 letters, as people write.
const TEXT: &str = "Bom dia! Verifiquei aqui e o seu pedido saiu hoje do centro de distribuição; a entrega está prevista para amanhã até as 18h.";

struct Writer {
    client: Client,
    dice: Dice,
    /// Conversations are numbered from above the first to the second.
    open: (i64, i64),
    /// The account's path, or the bare limit.
    account: Option<i64>,
}

impl Ask for Writer {
    async fn ask(&mut self) -> Result<()> {
        let number = self.open.0 + 1 + self.dice.below(self.open.1 - self.open.0);
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

pub(crate) async fn run(house: &House, clients: &[usize], secs: u64) -> Result<()> {
    let (data, seeded) = house.fresh("create").await?;
    let (bare_data, _) = house.fresh("create-bare").await?;
    let product = house.serve(&data).await?;
    let bare = house.serve_bare(&bare_data, seeded.account_id).await?;
    println!("messages created, {} conversations, synchronous=FULL", house.size);
    for &count in clients {
        let limit = drive(writers(house, &bare, &seeded, count, None).await?, secs).await?;
        println!("{count:>4} clients   bare     {}", limit.line());
        let account = Some(seeded.account_id);
        let reached = drive(writers(house, &product, &seeded, count, account).await?, secs).await?;
        let share = 100.0 * reached.rate / limit.rate;
        println!("{count:>4} clients   product  {}   {share:.0} % of bare", reached.line());
    }
    println!("memory of the product afterwards: {:.1} MB", product.memory()? as f64 / 1e6);
    Ok(())
}

async fn writers(
    house: &House,
    server: &Server,
    seeded: &Seeded,
    count: usize,
    account: Option<i64>,
) -> Result<Vec<Writer>> {
    // The newest tenth is what people work on.
    let open = (house.size * 9 / 10, house.size);
    let mut writers = Vec::with_capacity(count);
    for i in 0..count {
        let dice = Dice::new(i as u64 + 1 + u64::from(account.is_some()) * 1000 + count as u64 * 7919);
        writers.push(Writer { client: server.client(seeded).await?, dice, open, account });
    }
    Ok(writers)
}
