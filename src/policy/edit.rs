//! Writes exceptions into a policy file, and leaves its comments and layout as
//! they are.

use std::sync::Arc;

use jiff::civil::Date;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::keys::{EXCEPTION, REVOCATION};
use crate::domain::advisory::SeverityBand;
use crate::domain::exception::{Exception, Revocation};
use crate::domain::statement::Statement;
use crate::messages::{policy as say, source};

/// The file's text with this entry at its end: everything before it stays as
/// it is, comments behind the last key included.
pub fn with_exception(text: &str, exception: &Exception) -> Result<String, Statement> {
    with_entry(text, EXCEPTION, table_of(exception))
}

/// The file's text with what takes an exception back: in the place of the one at
/// that position, comments before it included, or at the end where it is gone.
pub fn with_revocation(
    text: &str,
    position: Option<usize>,
    revocation: &Revocation,
) -> Result<String, Statement> {
    let mut document = parse(text)?;
    let mut table = Table::new();
    table.insert("exception", value(format!("sha256:{}", revocation.exception)));
    if let Some(id) = &revocation.id {
        table.insert("id", value(&**id));
    }
    table.insert("by", value(&*revocation.by));
    table.insert("reason", value(&*revocation.reason));
    table.insert("revoked", value(day(revocation.revoked)));
    let Some(position) = position else { return with_entry(text, REVOCATION, table) };
    let entries = document.get_mut(EXCEPTION).and_then(Item::as_array_of_tables_mut);
    let entries = entries.filter(|entries| position < entries.len());
    let Some(entries) = entries else { return Err(say::not_entries(EXCEPTION)) };
    if let Some(entry) = entries.get(position) {
        *table.decor_mut() = entry.decor().clone();
        table.set_position(entry.position());
    }
    entries.remove(position);
    if entries.is_empty() {
        document.remove(EXCEPTION);
    }
    let known = document.entry(REVOCATION).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(known) = known.as_array_of_tables_mut() else { return Err(say::not_entries(REVOCATION)) };
    known.push(table);
    Ok(document.to_string())
}

fn with_entry(text: &str, name: &str, table: Table) -> Result<String, Statement> {
    parse(text)?;
    let mut entries = ArrayOfTables::new();
    entries.push(table);
    let mut entry = DocumentMut::new();
    entry.insert(name, Item::ArrayOfTables(entries));
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let blank = if text.trim().is_empty() { "" } else { "\n" };
    let whole = format!("{text}{end}{blank}{}", entry.to_string().trim_start());
    // A file that has its entries in another form can't take one in this.
    if parse(&whole).is_err() { Err(say::not_entries(name)) } else { Ok(whole) }
}

/// What somebody's approval adds to an entry.
#[derive(Clone, Debug)]
pub struct Signing {
    /// Who allows it.
    pub approver: Arc<str>,
    /// The day on which they do.
    pub approved: Date,
    /// Their signature, when it is there already.
    pub signature: Option<String>,
}

/// The file's text with this approval in its exception at that position.
pub fn with_approval(text: &str, position: usize, signing: &Signing) -> Result<String, Statement> {
    let mut document = parse(text)?;
    let entries = document.get_mut(EXCEPTION).and_then(Item::as_array_of_tables_mut);
    let entry = entries.and_then(|entries| entries.get_mut(position));
    let Some(entry) = entry else { return Err(say::not_entries(EXCEPTION)) };
    // Once somebody has looked at it, it is an exception like any other.
    entry.remove("emergency");
    set(entry, "approver", value(&*signing.approver));
    set(entry, "approved", value(day(signing.approved)));
    if let Some(signature) = &signing.signature {
        let mut signatures =
            entry.get("signatures").and_then(Item::as_array).cloned().unwrap_or_else(Array::new);
        if !signatures.iter().any(|one| one.as_str() == Some(signature)) {
            signatures.push(signature.as_str());
        }
        set(entry, "signatures", value(signatures));
    }
    Ok(document.to_string())
}

/// Sets a key; one that is there keeps its place and the comment behind it.
fn set(entry: &mut Table, key: &str, item: Item) {
    match (entry.get_mut(key).and_then(Item::as_value_mut), item.into_value()) {
        (Some(old), Ok(mut new)) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        (None, Ok(new)) => {
            entry.insert(key, Item::Value(new));
        }
        (_, Err(_)) => {}
    }
}

fn parse(text: &str) -> Result<DocumentMut, Statement> {
    text.parse::<DocumentMut>().map_err(|error| source::syntax("TOML", error.message()))
}

fn table_of(exception: &Exception) -> Table {
    let mut table = Table::new();
    let mut text = |key: &str, text: Option<&str>| {
        if let Some(text) = text {
            table.insert(key, value(text));
        }
    };
    text("id", Some(&exception.id));
    text("component", Some(&exception.component));
    text("versions", exception.versions.as_deref());
    text("folder", exception.folder.as_deref());
    text("rule", exception.rule.as_deref());
    text("repository", exception.repository.as_deref());
    text("owner", Some(&exception.owner));
    text("approver", exception.approver.as_deref());
    text("reason", Some(&exception.reason));
    text("severity", exception.severity.map(SeverityBand::word));
    text("license", exception.license.as_deref());
    if let Some(approved) = exception.approved {
        table.insert("approved", value(day(approved)));
    }
    table.insert("expires", value(day(exception.expires)));
    if let Some(moment) = exception.emergency {
        table.insert("emergency", value(moment.to_string()));
    }
    table
}

/// A TOML local date.
fn day(date: Date) -> toml_edit::Value {
    let parsed = date.to_string().parse::<toml_edit::Datetime>();
    // A day of the calendar is one in TOML; its text is read all the same.
    parsed.map_or_else(|_| date.to_string().into(), Into::into)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::{Signing, with_approval, with_exception};
    use crate::domain::advisory::SeverityBand;
    use crate::domain::exception::{Exception, Standing};
    use crate::domain::place::Place;

    fn exception() -> Exception {
        Exception {
            id: "CVE-2099-1".into(),
            component: "pkg:npm/left-pad".into(),
            versions: Some("<2.0".into()),
            folder: None,
            rule: None,
            repository: None,
            owner: "payments".into(),
            approver: None,
            reason: "a \"quoted\" reason".into(),
            approved: None,
            expires: date(2099, 1, 31),
            severity: Some(SeverityBand::High),
            license: None,
            emergency: None,
            signatures: Vec::new(),
            standing: Standing::Stated,
            place: Place::outside("nowhere"),
        }
    }

    const OWN: &str = "# Ours.\n[licenses]\nallow = [ \"MIT\" ]   # and no other\n";

    #[test]
    fn an_entry_is_added_below_what_is_there() {
        let once = with_exception(OWN, &exception()).expect("TOML");
        assert_eq!(
            once,
            format!(
                "{OWN}\n[[exception]]\nid = \"CVE-2099-1\"\ncomponent = \"pkg:npm/left-pad\"\n\
                 versions = \"<2.0\"\nowner = \"payments\"\nreason = 'a \"quoted\" reason'\n\
                 severity = \"high\"\nexpires = 2099-01-31\n"
            )
        );
        let comment = with_exception("# Ours.", &exception()).expect("TOML");
        assert!(comment.starts_with("# Ours.\n\n[[exception]]\n"), "{comment}");
        let twice = with_exception(&once, &exception()).expect("TOML");
        assert!(twice.starts_with(&once), "{twice}");
        assert_eq!(twice.matches("[[exception]]").count(), 2);
    }

    #[test]
    fn an_approval_changes_its_own_entry_alone() {
        let text = with_exception(OWN, &exception()).expect("TOML");
        let text =
            with_exception(&text, &exception()).expect("TOML").replace("\"payments\"", "\"payments\" # us");
        let signing = Signing {
            approver: Arc::from("Wei Chen"),
            approved: date(2099, 1, 2),
            signature: Some("ed25519 ab cd".to_owned()),
        };
        let signed = with_approval(&text, 1, &signing).expect("two entries");
        let added = "approver = \"Wei Chen\"\napproved = 2099-01-02\nsignatures = [\"ed25519 ab cd\"]\n";
        assert_eq!(signed, format!("{text}{added}"));
        // Signing again changes nothing.
        assert_eq!(with_approval(&signed, 1, &signing).expect("two entries"), signed);
        assert!(with_approval(&text, 2, &signing).is_err());
        let urgent = text.replace("expires = ", "emergency = \"2099-01-01T00:00:00Z\"\nexpires = ");
        let calm = with_approval(&urgent, 1, &signing).expect("two entries");
        assert_eq!(calm.matches("emergency").count(), 1, "only the other one is still an emergency");
    }

    #[test]
    fn what_is_no_list_of_entries_is_refused() {
        assert!(with_exception("exception = 1", &exception()).is_err());
        assert!(with_exception("exception = [{ id = \"X\" }]", &exception()).is_err());
        assert!(with_exception("a = ", &exception()).is_err());
    }
}
