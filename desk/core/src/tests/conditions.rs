//! Conditions as SQL find the rows that a plain reading of them finds, whatever is asked.

use desk_model::conditions::{Fact, FieldKind, Operator, Subject, all_hold, holds, read_conditions};
use desk_model::{Contact, Conversation, Priority, Status};
use kernel_base::{InboxId, Micros, Problem, TeamId, UserId};
use kernel_db::testing::TestStore;
use plug_feature::{Field, FieldSql};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::House;
use crate::conditions::{Ready, fields, prepare};
use crate::contacts::store::address;
use crate::contacts::{Changes, ContactOrder, create, filter};
use crate::conversations::{Begin, Filter, List, begin, list, store as rows};
use crate::{Actor, MIGRATIONS};

const QUERIES: usize = 300;
/// Texts that stand in rows and in questions alike, some of which would like to be SQL.
const TEXTS: &[&str] = &[
    "São Paulo",
    "SAO PAULO",
    "Rio_de%Janeiro",
    "rio",
    "a\\b",
    "'; DROP TABLE contacts; --",
    "ÇÃO",
    "100%",
    "x",
];
const NUMBERS: &[&str] = &["1", "2", "10", "2.5", "-3"];
const DAYS: &[&str] = &["2026-01-31", "2026-02-28", "2026-03-01", "2026-03-02"];
const PHONES: &[&str] = &["+5511987654321", "+551134567890", "+14155550123"];

fn attribute() -> impl Strategy<Value = Value> {
    prop_oneof![
        select(TEXTS).prop_map(|t| json!(t)),
        select(NUMBERS).prop_map(|n| serde_json::from_str(n).unwrap_or_default()),
        select(NUMBERS).prop_map(|n| json!(n)),
        select(DAYS).prop_map(|d| json!(d)),
        select(DAYS).prop_map(|d| json!(format!("{d}T10:00:00.000Z"))),
        any::<bool>().prop_map(|b| json!(b)),
        Just(json!("")),
        Just(json!(["lista"])),
        Just(Value::Null),
    ]
}

fn attributes() -> impl Strategy<Value = Map<String, Value>> {
    let keys = ["city", "referer", "país de origem", "a.b", "x'y"].map(str::to_owned).to_vec();
    prop::collection::btree_map(select(keys), attribute(), 0..5).prop_map(|m| m.into_iter().collect())
}

#[derive(Clone, Debug)]
struct DrawnContact {
    name: &'static str,
    phone: Option<usize>,
    blocked: bool,
    facts: Map<String, Value>,
    custom: Map<String, Value>,
}

#[derive(Clone, Debug)]
struct DrawnTalk {
    contact: usize,
    place: (i64, Option<i64>, Option<i64>),
    status: Status,
    priority: Option<Priority>,
    hours: i64,
    facts: Map<String, Value>,
    custom: Map<String, Value>,
}

fn contacts() -> impl Strategy<Value = Vec<DrawnContact>> {
    let one = (select(TEXTS), prop::option::of(0..PHONES.len()), any::<bool>(), attributes(), attributes());
    let one = one.prop_map(|(name, phone, blocked, facts, custom)| DrawnContact {
        name,
        phone,
        blocked,
        facts,
        custom,
    });
    prop::collection::vec(one, 25)
}

fn talks() -> impl Strategy<Value = Vec<DrawnTalk>> {
    let place = (1..4i64, prop::option::of(1..4i64), prop::option::of(1..4i64));
    let state = (select(Status::ALL), prop::option::of(select(Priority::ALL)), 0..96i64);
    let one = (0..25usize, place, state, attributes(), attributes());
    let one = one.prop_map(|(contact, place, (status, priority, hours), facts, custom)| DrawnTalk {
        contact,
        place,
        status,
        priority,
        hours,
        facts,
        custom,
    });
    prop::collection::vec(one, 24)
}

/// What may be asked of a kind.
fn values(kind: FieldKind) -> BoxedStrategy<Value> {
    match kind {
        FieldKind::Text | FieldKind::Set => select(TEXTS).prop_map(|t| json!(t)).boxed(),
        FieldKind::Identity("phone") => select(PHONES).prop_map(|t| json!(t.trim_start_matches('+'))).boxed(),
        FieldKind::Identity(_) => select(TEXTS).prop_map(|t| json!(t)).boxed(),
        FieldKind::Truth => any::<bool>().prop_map(|b| json!(b)).boxed(),
        FieldKind::Time | FieldKind::Date => select(DAYS).prop_map(|d| json!(d)).boxed(),
        FieldKind::Named(names) => select(names).prop_map(|(name, _)| json!(name)).boxed(),
        FieldKind::Number => select(NUMBERS).prop_map(|n| json!(n)).boxed(),
        FieldKind::Int | FieldKind::Id | FieldKind::Member => (1..30i64).prop_map(|n| json!(n)).boxed(),
    }
}

fn condition(known: Vec<Field>) -> impl Strategy<Value = Value> {
    let custom = (
        select(vec!["city", "país de origem", "a.b", "x'y"]),
        select(vec!["text", "number", "date", "checkbox"]),
    );
    let custom = (custom, any::<bool>()).prop_map(|((key, holds), of_contact)| {
        let whose = if of_contact { "contact_attribute" } else { "conversation_attribute" };
        let kind = match holds {
            "number" => FieldKind::Number,
            "date" => FieldKind::Date,
            "checkbox" => FieldKind::Truth,
            _ => FieldKind::Text,
        };
        (json!({"attribute_key": key, "custom_attribute_type": whose, "attribute_display_type": holds}), kind)
    });
    let known = select(known).prop_map(|f| (json!({"attribute_key": f.key}), f.kind));
    let field = prop_oneof![3 => known.boxed(), 2 => custom.boxed()];
    field.prop_flat_map(|(base, kind)| {
        let operator = select(kind.operators());
        (Just(base), operator, any::<bool>(), Just(kind)).prop_flat_map(|(base, operator, or, kind)| {
            let values = if operator == Operator::DaysBefore {
                prop::collection::vec((0..4i64).prop_map(|n| json!(n)), 1).boxed()
            } else if operator == Operator::MinutesBefore {
                prop::collection::vec((0..400i64).prop_map(|n| json!(n)), 1).boxed()
            } else {
                prop::collection::vec(values(kind), 1..3).boxed()
            };
            (Just(base), values).prop_map(move |(mut base, values)| {
                base["filter_operator"] = json!(operator.wire());
                base["values"] = json!(values);
                base["query_operator"] = json!(if or { "or" } else { "AND" });
                base
            })
        })
    })
}

/// Puts two neighbours into a group, in every second query.
fn grouped(mut query: Vec<Value>, n: usize) -> Vec<Value> {
    if n.is_multiple_of(2) && query.len() > 1 {
        let at = n / 2 % (query.len() - 1);
        let pair: Vec<Value> = query.drain(at..at + 2).collect();
        let joint = pair[1]["query_operator"].clone();
        query.insert(at, json!({"conditions": pair, "query_operator": joint}));
    }
    query
}

/// What a JSON value is to a field of this kind.
fn read(kind: FieldKind, value: Option<&Value>) -> Fact {
    match (kind, value) {
        (_, None | Some(Value::Null)) => Fact::Absent,
        (_, Some(Value::String(t))) if t.is_empty() => Fact::Absent,
        (FieldKind::Truth, Some(v)) => {
            Fact::Truth(*v == json!(true) || *v == json!("true") || *v == json!(1) || *v == json!("1"))
        }
        (FieldKind::Number, Some(Value::Number(n))) => n.as_f64().map_or(Fact::Absent, Fact::Number),
        (FieldKind::Number, Some(Value::String(t))) if t.starts_with(|c: char| c.is_ascii_digit()) => {
            t.parse().map_or_else(|_| Fact::Text(t.clone()), Fact::Number)
        }
        (_, Some(Value::String(t))) => Fact::Text(t.clone()),
        (FieldKind::Text, Some(v @ (Value::Bool(_) | Value::Number(_)))) => Fact::Text(v.to_string()),
        // There, but nothing that the kind compares.
        (_, Some(_)) => Fact::Texts(vec!["?".to_owned()]),
    }
}

fn fact(field: &Field, c: Option<&Conversation>, p: &Contact) -> Fact {
    let id = |n: Option<i64>| n.map_or(Fact::Absent, Fact::Int);
    let at = |t: Option<Micros>| t.map_or(Fact::Absent, Fact::Time);
    let text = |t: &Option<String>| t.clone().map_or(Fact::Absent, Fact::Text);
    let key = if field.key == "company" { "company_name" } else { &field.key };
    match (field.subject, c, &field.sql) {
        (Subject::Contact, _, FieldSql::Json(column)) => {
            let map = if column.contains("custom") { &p.custom_attributes } else { &p.additional_attributes };
            read(field.kind, map.get(key))
        }
        (Subject::Conversation, Some(c), FieldSql::Json(column)) => {
            let map = if column.contains("custom") { &c.custom_attributes } else { &c.additional_attributes };
            read(field.kind, map.get(key))
        }
        (Subject::Contact, ..) => match key {
            "id" => Fact::Int(p.id.0),
            "name" => Fact::Text(p.name.clone()),
            "email" => text(&p.email),
            "phone_number" => text(&p.phone),
            "identifier" => text(&p.identifier),
            "blocked" => Fact::Truth(p.blocked),
            "created_at" => Fact::Time(p.created_at),
            "last_activity_at" => at(p.last_activity_at),
            other => panic!("the test does not know {other}"),
        },
        (Subject::Conversation, Some(c), _) => match key {
            "status" => Fact::Int(c.status.number()),
            "assignee_id" => id(c.assignee.map(|u| u.0)),
            "inbox_id" => Fact::Int(c.inbox.0),
            "team_id" => id(c.team.map(|t| t.0)),
            "contact_id" => Fact::Int(c.contact.0),
            "display_id" => Fact::Int(c.number),
            "priority" => id(c.priority.map(Priority::number)),
            "unread" => Fact::Truth(c.unread_count > 0),
            "automated" => Fact::Truth(c.automated),
            "channel" => Fact::Texts(vec![if c.inbox.0 == 1 { "room" } else { "" }.to_owned()]),
            "created_at" => Fact::Time(c.created_at),
            "last_activity_at" => Fact::Time(c.last_activity_at),
            "waiting_since" => at(c.waiting_since),
            "snoozed_until" => at(c.snoozed_until),
            other => panic!("the test does not know {other}"),
        },
        (Subject::Conversation, None, _) => panic!("a contact has no conversation's fields"),
    }
}

fn meets(ready: &[Ready], c: Option<&Conversation>, p: &Contact) -> bool {
    let results: Vec<_> =
        ready.iter().map(|r| (holds(&r.check, &fact(&r.field, c, p)), r.joint, r.brackets)).collect();
    all_hold(&results)
}

async fn people(house: &House, drawn: Vec<DrawnContact>) -> Vec<Contact> {
    let scope = house.scope();
    let write = house.write(move |tx, core| {
        let mut made = Vec::new();
        let mut phones: Vec<usize> = Vec::new();
        for (n, d) in drawn.iter().enumerate() {
            // Nobody has another's number.
            let phone = d.phone.filter(|p| !phones.contains(p));
            phones.extend(phone);
            let new = Changes {
                name: Some(d.name.to_owned()),
                phone: phone.map(|p| PHONES[p].to_owned()),
                email: (n % 3 == 0).then(|| format!("Pessoa{n}@loja.com.br")),
                identifier: TEXTS.get(n).map(|t| (*t).to_owned()),
                blocked: Some(d.blocked),
                additional_attributes: d.facts.clone(),
                custom_attributes: d.custom.clone(),
                ..Changes::default()
            };
            made.push(create(tx, core, &scope, &new, None)?);
        }
        Ok(made)
    });
    write.await.expect("contacts")
}

async fn conversations(house: &House, people: &[Contact], drawn: Vec<DrawnTalk>) -> Vec<Conversation> {
    let (scope, visitor, people) = (house.scope(), house.visitor().await, people.to_vec());
    let write = house.write(move |tx, core| {
        let mut made = Vec::new();
        for d in &drawn {
            let mut at = address(tx, &scope, visitor.contact_inbox)?.ok_or_else(Problem::not_found)?;
            at.inbox = InboxId(d.place.0);
            at.contact = people[d.contact].id;
            let with = Begin {
                status: Some(d.status),
                team: d.place.1.map(TeamId),
                assignee: d.place.2.map(UserId),
                additional_attributes: d.facts.clone(),
                custom_attributes: d.custom.clone(),
                ..Begin::default()
            };
            let mut c = begin(tx, core, &scope, &at, Actor::System, &with)?;
            c.priority = d.priority;
            c.last_activity_at = tx.now().plus_secs(-d.hours * 3600);
            c.waiting_since = (d.hours % 2 == 0).then_some(c.last_activity_at);
            rows::save(tx, &c)?;
            rows::save_after_message(tx, &c)?;
            made.extend(rows::by_ids(tx, &scope, &[c.id.0])?);
        }
        Ok(made)
    });
    write.await.expect("conversations")
}

async fn rows_are_those_of_a_plain_reading(store: TestStore) {
    let house = House::on(store).await;
    let mut runner = TestRunner::new(Config::default());
    let drawn = contacts().new_tree(&mut runner).expect("contacts").current();
    let people = people(&house, drawn).await;
    let drawn = talks().new_tree(&mut runner).expect("conversations").current();
    let talks = conversations(&house, &people, drawn).await;
    let scope = house.scope();
    let known = house.read(move |tx, core| fields(tx, core, &scope)).await.expect("fields");
    for subject in [Subject::Conversation, Subject::Contact] {
        let asked: Vec<Field> = known
            .iter()
            .filter(|f| f.key != "channel" && (f.subject == subject || subject == Subject::Conversation))
            .cloned()
            .collect();
        let queries = prop::collection::vec(prop::collection::vec(condition(asked), 1..4), QUERIES);
        for (n, query) in queries.new_tree(&mut runner).expect("queries").current().into_iter().enumerate() {
            let mut query = query;
            if subject == Subject::Contact {
                for c in query.iter_mut().filter(|c| c["custom_attribute_type"].is_string()) {
                    c["custom_attribute_type"] = json!("contact_attribute");
                }
            }
            let (admin, payload) = (house.admin.clone(), json!(grouped(query, n)));
            let conditions = read_conditions(&payload);
            // A blank text or a field of the other kind is refused, never answered wrongly.
            let Ok(conditions) = conditions else { continue };
            let read = house.read(move |tx, core| {
                let Ok(ready) = prepare(tx, core, &admin, subject, &conditions, -10_800) else {
                    return Ok(None);
                };
                let mut found = Vec::new();
                if subject == Subject::Contact {
                    for page in 1..4 {
                        found.extend(
                            filter(tx, &scope, &ready, ContactOrder::from_wire("created_at"), page)?.ids,
                        );
                    }
                } else {
                    let filter = Filter { conditions: ready.clone(), ..Filter::default() };
                    found = list(tx, &admin, &List { filter, ..List::default() })?.items;
                }
                found.sort_unstable();
                Ok(Some((ready, found)))
            });
            let Some((ready, found)) = read.await.unwrap_or_else(|p| panic!("{payload}: {p:?}")) else {
                continue;
            };
            let mut wanted: Vec<i64> = if subject == Subject::Contact {
                people.iter().filter(|p| meets(&ready, None, p)).map(|p| p.id.0).collect()
            } else {
                let of = |c: &Conversation| people.iter().find(|p| p.id == c.contact).expect("their contact");
                talks.iter().filter(|c| meets(&ready, Some(c), of(c))).map(|c| c.id.0).collect()
            };
            wanted.sort_unstable();
            if subject == Subject::Contact {
                // Someone the test did not draw: the visitor of the conversations.
                let drawn: Vec<i64> = people.iter().map(|p| p.id.0).collect();
                let found: Vec<i64> = found.into_iter().filter(|id| drawn.contains(id)).collect();
                assert_eq!(found, wanted, "{payload}");
            } else {
                assert_eq!(found, wanted, "{payload}");
            }
        }
    }
}

kernel_db::both_engines! {
    with MIGRATIONS;

    conditions_find_what_they_say => |store| async {
        rows_are_those_of_a_plain_reading(store).await;
    }
}
