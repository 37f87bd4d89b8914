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
    Migration {
        owner: "desk",
        number: 3,
        name: "messages",
        sql: include_str!("../migrations/0003_messages.sql"),
        sqlite: "",
        pg: "",
    },
    Migration {
        owner: "desk",
        number: 5,
        name: "contacts known better",
        sql: include_str!("../migrations/0005_contacts.sql"),
        sqlite: "",
        pg: "",
    },
    Migration {
        owner: "desk",
        number: 6,
        name: "service",
        sql: include_str!("../migrations/0006_service.sql"),
        sqlite: "",
        pg: "",
    },
    Migration {
        owner: "desk",
        number: 7,
        name: "doors",
        sql: include_str!("../migrations/0007_doors.sql"),
        sqlite: "",
        pg: "",
    },
    Migration {
        owner: "desk",
        number: 10,
        name: "sight",
        sql: include_str!("../migrations/0010_sight.sql"),
        sqlite: "",
        pg: "",
    },
    Migration {
        owner: "desk",
        number: 20,
        name: "rights",
        sql: include_str!("../migrations/0020_rights.sql"),
        sqlite: "",
        pg: "",
    },
    Migration {
        owner: "desk",
        number: 21,
        name: "presence",
        sql: include_str!("../migrations/0021_presence.sql"),
        sqlite: "",
        pg: "",
    },
    Migration {
        owner: "desk",
        number: 40,
        name: "moving in",
        sql: include_str!("../migrations/0040_moving.sql"),
        sqlite: "",
        pg: "",
    },
];
