//! The starter of a threat model: at most forty lines, finished in ten minutes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::seen::{Seen, Service};
use crate::messages::starter as say;
use crate::messages::{self, Language};

/// Services and stores that get elements of their own; the rest is counted.
const MOST_SERVICES: usize = 4;
const MOST_STORES: usize = 3;

/// The model's text.
pub(super) fn text(seen: &Seen, language: Language) -> String {
    let words = |statement| messages::say(&statement, language);
    let mut taken: BTreeSet<String> = BTreeSet::from(["client".to_owned()]);
    let services: Vec<(String, &Service)> =
        seen.services.iter().take(MOST_SERVICES).map(|one| (free(&one.name, &mut taken), one)).collect();
    let stores: Vec<String> =
        seen.stores.iter().take(MOST_STORES).map(|one| free(&format!("{one}-data"), &mut taken)).collect();
    let mut text = String::new();
    let _ = writeln!(text, "# {}", words(say::head()));
    let _ = writeln!(text, "# {}", words(say::head_todo()));
    let _ = writeln!(text, "schema: cullis/threat-model/v1");
    let _ = writeln!(text, "system: {{id: {}, owner: TODO}}", seen.name);
    elements(&mut text, (seen, &services, &stores), language);
    let entries: Vec<&str> =
        services.iter().filter(|(_, service)| service.listens).map(|(id, _)| id.as_str()).collect();
    flows(&mut text, (&entries, &services, &stores));
    threats(&mut text, (&entries, &services, &stores), language);
    let _ = writeln!(text, "# {}", words(say::mitigations()));
    let _ = writeln!(text, "mitigations: []");
    text
}

type Parts<'seen> = (&'seen Seen, &'seen [(String, &'seen Service)], &'seen [String]);

fn elements(text: &mut String, (seen, services, stores): Parts<'_>, language: Language) {
    let _ = writeln!(text, "elements:");
    if services.iter().any(|(_, service)| service.listens) {
        let _ = writeln!(text, "  - {{id: client, kind: external, zone: internet}}");
    }
    for (id, service) in services {
        let mut fields = format!("id: {id}, kind: process, zone: service");
        if service.listens {
            fields.push_str(", untrusted-input: true");
        }
        if !service.paths.is_empty() {
            let list: Vec<String> = service.paths.iter().map(|path| format!("{path:?}")).collect();
            let _ = write!(fields, ", paths: [{}]", list.join(", "));
        }
        if !service.components.is_empty() {
            let list: Vec<String> = service.components.iter().map(|url| format!("{url:?}")).collect();
            let _ = write!(fields, ", components: [{}]", list.join(", "));
        }
        let ports: Vec<&str> = service.ports.iter().map(String::as_str).collect();
        let note = if ports.is_empty() {
            String::new()
        } else {
            let ports: String = ports.join(", ").chars().filter(|c| !c.is_control()).take(60).collect();
            format!("  # {}", messages::say(&say::ports(ports), language))
        };
        let _ = writeln!(text, "  - {{{fields}}}{note}");
    }
    for id in stores {
        let _ = writeln!(text, "  - {{id: {id}, kind: store, zone: data}}");
    }
    let more =
        seen.services.len().saturating_sub(services.len()) + seen.stores.len().saturating_sub(stores.len());
    if more > 0 {
        let _ = writeln!(text, "  # {}", messages::say(&say::more(more), language));
    }
}

fn flows(text: &mut String, (entries, services, stores): (&[&str], &[(String, &Service)], &[String])) {
    let mut flows: Vec<String> =
        entries.iter().map(|id| format!("  - {{id: to-{id}, from: client, to: {id}}}")).collect();
    // Who uses a store, no file says for sure: the first service stands for all.
    let user = entries.first().copied().or_else(|| services.first().map(|(id, _)| id.as_str()));
    flows.extend(user.into_iter().flat_map(|user| {
        stores.iter().map(move |store| format!("  - {{id: to-{store}, from: {user}, to: {store}}}"))
    }));
    if flows.is_empty() {
        text.push_str("flows: []\n");
    } else {
        let _ = writeln!(text, "flows:\n{}", flows.join("\n"));
    }
}

fn threats(
    text: &mut String,
    (entries, services, stores): (&[&str], &[(String, &Service)], &[String]),
    language: Language,
) {
    let words = |statement| messages::say(&statement, language);
    let mut lines: Vec<(String, String, &str)> = Vec::new();
    for id in entries {
        lines.push((words(say::crafted(id)), format!("to-{id}, {id}"), "T, D"));
        lines.push((words(say::impersonated(id)), format!("to-{id}"), "S, E"));
    }
    for id in stores {
        lines.push((words(say::leaked(id)), format!("{id}, to-{id}"), "I, T"));
    }
    if let (true, Some((id, _))) = (lines.is_empty(), services.first()) {
        lines.push((words(say::misled(id)), id.clone(), "T, D"));
    }
    let _ = writeln!(text, "# {}", words(say::threats()));
    let _ = writeln!(text, "threats:");
    for (number, (title, on, stride)) in (1..).zip(lines) {
        let _ = writeln!(
            text,
            "  - {{id: T-{number}, title: {title:?}, on: [{on}], stride: [{stride}], severity: high, decision: open}}"
        );
    }
}

/// The name, with a number where it is taken.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or_else(|| name.to_owned());
    taken.insert(free.clone());
    free
}
