//! The tables of the domain, in order.

use kernel_db::Migration;

/// Every migration of the domain.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        owner: "desk",
        number: 1,
        name: "people",
        sql: include_str!("../migrations/0001_people.sql"),
        sqlite: "",
        pg: "",
    },
    Migration {
        owner: "desk",
        number: 2,
        name: "conversations",
        sql: include_str!("../migrations/0002_conversations.sql"),
        sqlite: "",
        pg: "",
    },
];
