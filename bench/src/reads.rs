//! What a desk reads all day: list with counters, an opened conversation, search while typing.

use anyhow::Result;

use crate::client::Client;
use crate::load::{Ask, Dice, drive};
use crate::server::House;

/// What people type, letter by letter.
const TYPED: &[&str] = &[
    "ped",
    "pedi",
    "pedido",
    "pedido 7",
    "obrig",
    "prazo de ent",
    "transportadora",
    "codigo",
    "tamanho maior",
    "que",
];

type Path = fn(&mut Dice, account: i64, size: i64) -> String;

/// Name, and the path that is asked for.
const PATHS: &[(&str, Path)] = &[
    ("list: mine and unassigned, open", |_, a, _| {
        format!("/api/v1/accounts/{a}/conversations?status=open&assignee_type=all")
    }),
    ("list: queue", |_, a, _| format!("/api/v1/accounts/{a}/conversations?place=queue")),
    ("list: finished", |_, a, _| format!("/api/v1/accounts/{a}/conversations?place=finished")),
    ("list: one agent's", |_, a, _| {
        format!("/api/v1/accounts/{a}/conversations?status=all&assignee_type=assigned")
    }),
    ("counters", |_, a, _| format!("/api/v1/accounts/{a}/counters")),
    ("open a conversation", |dice, a, size| {
        format!("/api/v1/accounts/{a}/conversations/{}/open", 1 + dice.below(size))
    }),
    ("search while typing", |dice, a, _| {
        let typed = TYPED[dice.below(TYPED.len() as i64) as usize].replace(' ', "%20");
        format!("/api/v1/accounts/{a}/search?q={typed}")
    }),
];

struct Reader {
    client: Client,
    dice: Dice,
    path: Path,
    account: i64,
    size: i64,
}

impl Ask for Reader {
    async fn ask(&mut self) -> Result<()> {
        let path = (self.path)(&mut self.dice, self.account, self.size);
        self.client.get(&path).await?.ok(&path)
    }
}

pub(crate) async fn run(house: &House, secs: u64) -> Result<()> {
    let (data, seeded) = house.fresh("reads").await?;
    let server = house.serve(&data).await?;
    println!("reads, {} conversations, {} messages", house.size, house.size * 10);
    for (name, path) in PATHS {
        for count in [1, 8] {
            let mut readers = Vec::new();
            for i in 0..count {
                let client = server.client(&seeded).await?;
                let dice = Dice::new(i + 1);
                readers.push(Reader {
                    client,
                    dice,
                    path: *path,
                    account: seeded.account_id,
                    size: house.size,
                });
            }
            match drive(readers, secs).await {
                Ok(figures) => println!("{name:<34} {count} clients   {}", figures.line()),
                Err(e) => println!("{name:<34} {e}"),
            }
        }
    }
    println!("memory of the product afterwards: {:.1} MB", server.memory()? as f64 / 1e6);
    Ok(())
}
