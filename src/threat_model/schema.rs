//! The JSON Schema of the native format, made from the fields that the reader
//! knows, so that an editor completes what a person writes.

use serde_json::{Map, Value, json};

use super::native::{
    ACCEPTANCE, ELEMENT, EVIDENCE, FLOW, MITIGATION, MODEL, RETIRED, REVIEW, SCHEMA, SHOWS, SIGN_OFF, STRIDE,
    SYSTEM, THREAT,
};
use super::overlay::{FORMATS, IMPORT, LAYER};
use crate::domain::threat::{Decision, ElementKind, MitigationStatus, ThreatSeverity};

/// What a field takes.
#[derive(Clone, Copy)]
enum Takes {
    /// A text.
    Text,
    /// Texts.
    Texts,
    /// A day.
    Day,
    /// `true` or `false`.
    Flag,
    /// A mapping of another kind.
    One(&'static str),
    /// A list of such.
    Many(&'static str),
    /// Digests in hex by names.
    Digests,
    /// A digest in hex, with or without the name of its function.
    Digest,
    /// Mappings of another kind by names.
    Each(&'static str),
    /// One of some words.
    Word(fn() -> Vec<&'static str>),
    /// Some of them.
    Words(fn() -> Vec<&'static str>),
}

/// A kind of mapping: its name, the fields that the reader knows, and those that
/// have to be there.
type Section = (&'static str, &'static [&'static str], &'static [&'static str]);

const SECTIONS: [Section; 13] = [
    ("model", MODEL, &["schema", "system"]),
    ("system", SYSTEM, &["id"]),
    ("review", REVIEW, &[]),
    ("sign-off", SIGN_OFF, &["who", "role"]),
    ("element", ELEMENT, &["id"]),
    ("flow", FLOW, &["id", "from", "to"]),
    ("threat", THREAT, &["id", "title", "on", "severity", "decision"]),
    ("mitigation", MITIGATION, &["id", "title", "status"]),
    ("evidence", EVIDENCE, &["kind"]),
    ("acceptance", ACCEPTANCE, &[]),
    ("retired", RETIRED, &["id", "reason"]),
    ("import", IMPORT, &["file", "format"]),
    ("layer", LAYER, &[]),
];

/// What each kind of evidence has to say beside its kind, in one of these ways.
const EVIDENCE_NEEDS: [(&str, &[&[&str]]); 4] = [
    ("file", &[&["path"]]),
    ("test", &[&["path", "name"]]),
    ("commit", &[&["commit"], &["id"]]),
    ("url", &[&["url"]]),
];

/// A field of a kind of mapping, in both languages.
type Described = (&'static str, &'static str, Takes, &'static str, &'static str);

fn severities() -> Vec<&'static str> {
    ThreatSeverity::WORDS.iter().map(|(word, _)| *word).collect()
}

fn decisions() -> Vec<&'static str> {
    Decision::WORDS.iter().map(|(word, _)| *word).collect()
}

fn statuses() -> Vec<&'static str> {
    MitigationStatus::WORDS.iter().map(|(word, _)| *word).collect()
}

fn kinds() -> Vec<&'static str> {
    ElementKind::WORDS.iter().map(|(word, _)| *word).collect()
}

fn shows() -> Vec<&'static str> {
    SHOWS.iter().map(|(word, _)| *word).collect()
}

fn stride() -> Vec<&'static str> {
    STRIDE.to_vec()
}

fn formats() -> Vec<&'static str> {
    FORMATS.iter().map(|(word, _)| *word).collect()
}

fn schemas() -> Vec<&'static str> {
    vec![SCHEMA]
}

#[rustfmt::skip]
static FIELDS: &[Described] = &[
    ("model", "schema", Takes::Word(schemas), "Names the format.", "格式名。"),
    ("model", "system", Takes::One("system"), "The system that the model is about; one system a file.", "模型所描述的系统；每个文件一个系统。"),
    ("model", "review", Takes::One("review"), "When the model was last looked at, and by whom.", "最近一次评审的时间与评审人。"),
    ("model", "elements", Takes::Many("element"), "The parts of the system, and who stands outside.", "系统的组成部分，以及外部实体。"),
    ("model", "flows", Takes::Many("flow"), "Data on its way from one element to another.", "元素之间的数据流。"),
    ("model", "threats", Takes::Many("threat"), "What can go wrong, and what was decided.", "可能出现的问题，以及作出的决定。"),
    ("model", "mitigations", Takes::Many("mitigation"), "What holds threats off, and what shows it.", "抵御威胁的措施及其证据。"),
    ("model", "retired", Takes::Many("retired"), "Items that were removed; their ids aren't used again.", "已移除的条目；其标识不再使用。"),
    ("model", "imports", Takes::Many("import"), "The models that this one builds on.", "本模型所基于的模型。"),
    ("model", "overlay", Takes::Each("layer"), "What is laid over the imported models, by the id of the item.", "叠加在导入模型之上的内容，按条目的标识。"),
    ("system", "id", Takes::Text, "Its id: part of what findings are known by.", "标识：发现的身份的一部分。"),
    ("system", "title", Takes::Text, "Its name for people.", "名称。"),
    ("system", "criticality", Takes::Word(severities), "How much depends on it.", "重要程度。"),
    ("system", "owner", Takes::Text, "Who answers for it.", "负责人或团队。"),
    ("review", "commit", Takes::Text, "The commit that was looked at.", "评审时的提交。"),
    ("review", "date", Takes::Day, "The day.", "日期。"),
    ("review", "by", Takes::Many("sign-off"), "Who signed it off.", "签署人。"),
    ("review", "digests", Takes::Digests, "What was reviewed, by element; `cullis threat review` writes it.", "评审所见内容的摘要，按元素；由 `cullis threat review` 写入。"),
    ("review", "signatures", Takes::Texts, "Signatures of those who signed it off.", "签署人的签名。"),
    ("sign-off", "who", Takes::Text, "Their name.", "姓名。"),
    ("sign-off", "role", Takes::Text, "In what role.", "角色。"),
    ("element", "id", Takes::Text, "Its id, which flows and threats name.", "标识，供数据流与威胁引用。"),
    ("element", "title", Takes::Text, "Its name for people.", "名称。"),
    ("element", "kind", Takes::Word(kinds), "`external` stands outside and is trusted by nobody; `process` runs; `store` keeps data.", "`external` 为外部实体，不受信任；`process` 为运行的程序；`store` 为数据存储。"),
    ("element", "zone", Takes::Text, "The zone of trust that it stands in; a flow between two zones needs a threat.", "所在的信任区域；跨区域的数据流需要有威胁。"),
    ("element", "untrusted-input", Takes::Flag, "Whether it reads input that nobody vouches for.", "是否读取不可信输入。"),
    ("element", "paths", Takes::Texts, "The paths of its code, as patterns.", "其代码的路径模式。"),
    ("element", "components", Takes::Texts, "The components that it is made of, as package URLs without version; `*` for any run of characters.", "所用的组件，以不带版本的 package URL 表示；`*` 代表任意一串字符。"),
    ("flow", "id", Takes::Text, "Its id, which threats name.", "标识，供威胁引用。"),
    ("flow", "title", Takes::Text, "Its name for people.", "名称。"),
    ("flow", "from", Takes::Text, "The element that it comes from.", "来源元素。"),
    ("flow", "to", Takes::Text, "The element that it goes to.", "去向元素。"),
    ("threat", "id", Takes::Text, "Its id, never used for another one.", "标识，不得复用。"),
    ("threat", "title", Takes::Text, "What can go wrong, in one line.", "用一句话说明可能出现的问题。"),
    ("threat", "on", Takes::Texts, "The elements and flows that it threatens.", "受威胁的元素与数据流。"),
    ("threat", "stride", Takes::Words(stride), "Spoofing, tampering, repudiation, information disclosure, denial of service, elevation of privilege.", "仿冒、篡改、抵赖、信息泄露、拒绝服务、权限提升。"),
    ("threat", "cwe", Takes::Texts, "Kinds of weakness, such as `CWE-79`.", "弱点类型，如 `CWE-79`。"),
    ("threat", "advisories", Takes::Texts, "Advisories that make it real, by id or alias.", "使其成为现实的公告（标识或别名）。"),
    ("threat", "severity", Takes::Word(severities), "How bad it is.", "严重程度。"),
    ("threat", "decision", Takes::Word(decisions), "What was decided.", "作出的决定。"),
    ("threat", "reason", Takes::Text, "Why; `not-applicable` needs it.", "理由；`not-applicable` 必须填写。"),
    ("threat", "mitigations", Takes::Texts, "The mitigations that hold it off.", "抵御它的缓解措施。"),
    ("threat", "acceptance", Takes::One("acceptance"), "Who accepted it, why, and until when; `accept` needs it.", "由谁接受、理由与期限；`accept` 必须填写。"),
    ("mitigation", "id", Takes::Text, "Its id, which threats name.", "标识，供威胁引用。"),
    ("mitigation", "title", Takes::Text, "What it does, in one line.", "用一句话说明其作用。"),
    ("mitigation", "status", Takes::Word(statuses), "How far it is.", "进展。"),
    ("mitigation", "practices", Takes::Texts, "Practices of a standard that it serves.", "对应的标准实践。"),
    ("mitigation", "evidence", Takes::Many("evidence"), "What in the repository shows it.", "仓库中的证据。"),
    ("evidence", "kind", Takes::Word(shows), "What shows it.", "证据的类型。"),
    ("evidence", "path", Takes::Text, "A file of the repository (`file`, `test`).", "仓库中的文件（`file`、`test`）。"),
    ("evidence", "contains", Takes::Text, "A text that the file has to contain (`file`).", "文件必须包含的文本（`file`）。"),
    ("evidence", "name", Takes::Text, "The test's name (`test`).", "测试名（`test`）。"),
    ("evidence", "commit", Takes::Text, "The commit, all of its digits (`commit`).", "提交的完整标识（`commit`）。"),
    ("evidence", "id", Takes::Text, "The commit, in an older spelling.", "提交（旧写法）。"),
    ("evidence", "url", Takes::Text, "A page (`url`); no run can verify it.", "网页（`url`）；运行时无法验证。"),
    ("acceptance", "reason", Takes::Text, "Why it is lived with.", "接受的理由。"),
    ("acceptance", "by", Takes::Text, "Who decided so.", "批准人。"),
    ("acceptance", "role", Takes::Text, "In what role.", "角色。"),
    ("acceptance", "ref", Takes::Text, "Where it is recorded elsewhere.", "其他系统中的记录编号。"),
    ("acceptance", "on", Takes::Day, "Since when.", "起始日期。"),
    ("acceptance", "until", Takes::Day, "The last day that it holds.", "有效期的最后一天。"),
    ("retired", "id", Takes::Text, "The id of what was removed.", "被移除条目的标识。"),
    ("retired", "on", Takes::Day, "When.", "日期。"),
    ("retired", "by", Takes::Text, "By whom.", "移除人。"),
    ("retired", "reason", Takes::Text, "Why.", "理由。"),
    ("import", "file", Takes::Text, "Its path from the root of the repository.", "从仓库根目录起的路径。"),
    ("import", "format", Takes::Word(formats), "Whose format it has.", "其格式。"),
    ("import", "sha256", Takes::Digest, "The digest of its bytes: then whoever supplies it reviews it.", "其内容的摘要；写明后由提供者负责复核。"),
    ("layer", "paths", Takes::Texts, "Paths of the code of the elements that it threatens.", "它所威胁元素的代码路径。"),
    ("layer", "components", Takes::Texts, "Components of those elements, as package URLs without version.", "这些元素所用的组件（不带版本的 package URL）。"),
    ("layer", "evidence", Takes::Many("evidence"), "What in this repository shows its mitigation.", "本仓库中能证明其缓解措施的内容。"),
    ("layer", "acceptance", Takes::One("acceptance"), "Who accepts it here, why, and until when.", "由谁在此接受、理由与期限。"),
    ("layer", "severity", Takes::Word(severities), "How bad it is here; never less than the model says.", "在此的严重程度；不得低于模型所述。"),
    ("layer", "decision", Takes::Word(decisions), "What is decided here.", "在此作出的决定。"),
    ("layer", "reason", Takes::Text, "Why.", "理由。"),
];

/// The schema of a native model.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    for (section, fields, required) in SECTIONS {
        definitions.insert(section.to_owned(), of_section(section, fields, required));
    }
    if let Some(evidence) = definitions.get_mut("evidence").and_then(Value::as_object_mut) {
        evidence.insert("allOf".to_owned(), EVIDENCE_NEEDS.iter().map(needs).collect());
    }
    let mut root = definitions.remove("model").unwrap_or_default();
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        root.insert("title".to_owned(), json!("A threat model of cullis"));
        root.insert("definitions".to_owned(), Value::Object(definitions));
    }
    root
}

fn needs((kind, ways): &(&str, &[&[&str]])) -> Value {
    let ways: Vec<Value> = ways.iter().map(|fields| json!({ "required": fields })).collect();
    json!({ "if": { "properties": { "kind": { "const": kind } } }, "then": { "anyOf": ways } })
}

fn of_section(section: &str, fields: &[&str], required: &[&str]) -> Value {
    let properties = fields.iter().map(|field| {
        let described = FIELDS.iter().find(|(of, name, ..)| *of == section && name == field);
        let schema = described.map_or_else(
            || json!({}),
            |(_, _, takes, english, chinese)| with_words(of_value(*takes), english, chinese),
        );
        ((*field).to_owned(), schema)
    });
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties.collect::<Map<String, Value>>(),
    })
}

fn of_value(takes: Takes) -> Value {
    let text = || json!({ "type": "string", "minLength": 1 });
    let refers = |section: &str| json!({ "$ref": format!("#/definitions/{section}") });
    match takes {
        Takes::Text => text(),
        Takes::Texts => json!({ "type": "array", "items": text() }),
        Takes::Day => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
        Takes::Digests => {
            json!({ "type": "object", "additionalProperties": { "type": "string", "pattern": "^[0-9a-fA-F]{64}$" } })
        }
        Takes::Digest => json!({ "type": "string", "pattern": "^(sha256:)?[0-9a-fA-F]{64}$" }),
        Takes::Each(section) => json!({ "type": "object", "additionalProperties": refers(section) }),
        Takes::Flag => json!({ "type": "boolean" }),
        // Beside a reference nothing counts in this edition of the schema.
        Takes::One(section) => json!({ "allOf": [refers(section)] }),
        Takes::Many(section) => json!({ "type": "array", "items": refers(section) }),
        Takes::Word(words) => json!({ "enum": words() }),
        Takes::Words(words) => json!({ "type": "array", "items": { "enum": words() } }),
    }
}

fn with_words(mut schema: Value, english: &str, chinese: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), Value::from(format!("{english}\n{chinese}")));
    }
    schema
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::{FIELDS, SECTIONS, schema};

    fn here(path: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
    }

    #[test]
    fn every_field_that_the_reader_knows_is_described_and_no_other() {
        let known: BTreeSet<(&str, &str)> = SECTIONS
            .iter()
            .flat_map(|(section, fields, _)| fields.iter().map(move |field| (*section, *field)))
            .collect();
        let described: BTreeSet<(&str, &str)> =
            FIELDS.iter().map(|(section, field, ..)| (*section, *field)).collect();
        assert_eq!(described, known);
        assert_eq!(FIELDS.len(), described.len(), "a field is described twice");
    }

    /// `CULLIS_ACCEPT=1` writes the committed schema anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the schema is a file of the repository")]
    fn the_committed_schema_is_the_generated_one() {
        let path = here("policies/schemas/threat-model.schema.json");
        let generated = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
        if std::env::var_os("CULLIS_ACCEPT").is_some() {
            std::fs::write(&path, &generated).expect("written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == generated, "CULLIS_ACCEPT=1 cargo test --lib schema writes {}", path.display());
    }

    fn faults(text: &str) -> Vec<String> {
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        let model: serde_json::Value = serde_saphyr::from_str(text).expect("YAML");
        validator.iter_errors(&model).map(|error| error.to_string()).collect()
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the models are files of the repository")]
    fn it_takes_what_the_reader_takes_and_refuses_what_it_refuses() {
        for path in [
            "threat-model.yaml",
            "fixtures/repository/payments/threat-model.yaml",
            "fixtures/repository/settled/threat-model.yaml",
            "fixtures/repository/gateway/threat-model.yaml",
        ] {
            let text = std::fs::read_to_string(here(path)).expect("a model");
            assert_eq!(faults(&text), Vec::<String>::new(), "{path}");
        }
        let sound = "schema: cullis/threat-model/v1\nsystem: {id: a}\n";
        assert_eq!(faults(sound), Vec::<String>::new());
        let pin = "0".repeat(64);
        let more = format!(
            "{sound}imports: [{{file: a.json, format: otm, sha256: \"sha256:{pin}\"}}]\noverlay: {{T-1: {{decision: avoid}}}}\n\
             review: {{digests: {{a: \"{pin}\"}}}}\nmitigations: [{{id: M-1, title: a, status: planned, evidence: [{{kind: commit, id: \"0\"}}]}}]\n"
        );
        assert_eq!(faults(&more), Vec::<String>::new());
        for unsound in [
            "schema: cullis/threat-model/v2\nsystem: {id: a}\n".to_owned(),
            "schema: cullis/threat-model/v1\nsystem: {}\n".to_owned(),
            format!("{sound}flow: []\n"),
            format!("{sound}elements: [{{id: a, kind: human}}]\n"),
            format!("{sound}threats: [{{id: T-1, title: a, on: [a], severity: hihg, decision: open}}]\n"),
            format!("{sound}retired: [{{id: T-1, reason: a, on: 2026}}]\n"),
            format!("{sound}review: {{digests: {{a: 0f}}}}\n"),
            format!(
                "{sound}mitigations: [{{id: M-1, title: a, status: planned, evidence: [{{kind: test, path: a.rs}}]}}]\n"
            ),
            format!(
                "{sound}mitigations: [{{id: M-1, title: a, status: planned, evidence: [{{kind: commit}}]}}]\n"
            ),
            format!("{sound}imports: [{{file: a.json, format: dragon}}]\n"),
            format!("{sound}overlay: {{T-1: {{decide: accept}}}}\n"),
        ] {
            assert!(!faults(&unsound).is_empty(), "{unsound}");
        }
    }
}
