//! What names stand for: Chatwoot's permissions, what implies what, what a role may be made of.

use desk_model::{Permission, PermissionGroup, Visibility, permissions};
use kernel_base::Problem;

/// Chatwoot's permission for the help centre: kept as it came.
const HELP_CENTRE: &str = "knowledge_base_manage";

/// Chatwoot's names for the levels, the widest first.
const LEVELS: [(&str, Visibility); 3] = [
    ("conversation_manage", Visibility::Ours),
    ("conversation_unassigned_manage", Visibility::Unassigned),
    ("conversation_participating_manage", Visibility::Own),
];

/// The permissions and the level that a list of names asks for.
///
/// # Errors
/// 422 for a name that means nothing here.
pub(crate) fn resolve(
    known: &[Permission],
    asked: &[String],
    level: Option<Visibility>,
    before: Option<Visibility>,
) -> Result<(Vec<String>, Visibility), Problem> {
    let mut names: Vec<&str> = Vec::new();
    for name in asked.iter().map(String::as_str) {
        match name {
            "contact_manage" => names.extend(["contact_read", "contact_write"]),
            "report_manage" => names.extend(of_group(known, PermissionGroup::Reports)),
            HELP_CENTRE => names.push(HELP_CENTRE),
            _ if LEVELS.iter().any(|(n, _)| *n == name) => {
                names.extend(["conversation_read", "conversation_write"]);
            }
            // What every member has is not kept, nor refused: clients send back what they were shown.
            "custom_role" => {}
            _ => match known.iter().find(|p| p.name == name) {
                Some(p) if p.basic => {}
                Some(p) => names.push(p.name),
                None => {
                    return Err(Problem::field("permissions", "roles.error.permission").with("name", name));
                }
            },
        }
    }
    let see_all = permissions::CONVERSATION_SEE_ALL.name;
    let alias = LEVELS.iter().find(|(n, _)| asked.iter().any(|a| a == n)).map(|(_, v)| *v);
    let all = names.contains(&see_all).then_some(Visibility::All);
    let level = level.or(all).or(alias).or(before.filter(|b| *b != Visibility::All));
    let level = level.unwrap_or(Visibility::Unassigned);
    names.retain(|n| *n != see_all);
    if level == Visibility::All {
        names.push(see_all);
    }
    // Whoever changes something can read it.
    for (start, read) in [("conversation_", "conversation_read"), ("contact_", "contact_read")] {
        let more = names.iter().any(|n| n.starts_with(start) && *n != see_all);
        names.extend(more.then_some(read));
    }
    names.sort_unstable();
    names.dedup();
    Ok((names.into_iter().map(str::to_owned).collect(), level))
}

/// The names a role is shown by: Chatwoot's where they are held, then our own.
pub(crate) fn shown(known: &[Permission], names: &[String], level: Visibility) -> Vec<String> {
    let has = |name: &str| names.iter().any(|n| n == name);
    let mut out: Vec<&str> = Vec::new();
    if has("conversation_write") {
        let at = LEVELS.iter().find(|(_, v)| *v >= level);
        out.extend(at.map(|(n, _)| *n));
    }
    if has("contact_write") {
        out.push("contact_manage");
    }
    let reports = of_group(known, PermissionGroup::Reports);
    if !reports.is_empty() && reports.iter().all(|n| has(n)) {
        out.push("report_manage");
    }
    out.extend(names.iter().map(String::as_str));
    out.into_iter().map(str::to_owned).collect()
}

/// Names of a group's permissions.
pub(crate) fn of_group(known: &[Permission], group: PermissionGroup) -> Vec<&'static str> {
    known.iter().filter(|p| p.group == group && !p.basic).map(|p| p.name).collect()
}
