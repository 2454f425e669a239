//! What the gate finds in real threat models of other tools, each finding gone
//! through by hand: every defect that a reader of the model would report is
//! there, and nothing that they would call wrong.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test reads real inputs and says what differs"
)]

#[expect(dead_code, reason = "other tests need more of it")]
#[path = "support/gate.rs"]
mod gate;
#[path = "support/shared.rs"]
mod shared;

use gate::Desk;

/// A model, and what is found in it: level, line, rule, item.
type Found<'list> = (&'list str, &'list [&'list str]);

const FOUND: &[Found<'_>] = &[
    (
        "otm/EXAMPLE.json",
        &[
            "warn 0 unevaluated-threat-model evidence",
            "warn 6 untouched-template template",
            "block 127 open-threat 22724267-be7e-44c0-8b1f-d7d33e9a34ec@web-service",
            "block 216 open-threat 22724267-be7e-44c0-8b1f-d7d33e9a34ec@cc-store-in-db",
            "warn 280 placeholder-text 22724267-be7e-44c0-8b1f-d7d33e9a34ec@web-service",
            "warn 306 placeholder-text fd6136f4-e2ff-11eb-ba80-0242ac130004@22724267-be7e-44c0-8b1f-d7d33e9a34ec@web-service",
        ],
    ),
    (
        "otm/EXAMPLE.yaml",
        &[
            "warn 0 unevaluated-threat-model evidence",
            "warn 5 untouched-template template",
            "block 92 open-threat 22724267-be7e-44c0-8b1f-d7d33e9a34ec@web-service",
            "block 161 open-threat 22724267-be7e-44c0-8b1f-d7d33e9a34ec@cc-store-in-db",
            "warn 202 placeholder-text 22724267-be7e-44c0-8b1f-d7d33e9a34ec@web-service",
            "warn 222 placeholder-text fd6136f4-e2ff-11eb-ba80-0242ac130004@22724267-be7e-44c0-8b1f-d7d33e9a34ec@web-service",
        ],
    ),
    (
        "threagile/example.yaml",
        &[
            "warn 0 unevaluated-threat-model evidence",
            "warn 0 unevaluated-threat-model risks.json",
            "warn 15 untouched-template template",
            "warn 17 outdated-threat-review review.age",
            "block 1263 open-threat something-strange@sql-database",
            "warn 1263 placeholder-text something-strange@sql-database",
            "warn 1275 placeholder-text something-strange@contract-file-server",
            "block 1302 placeholder-in-closed-threat untrusted-deserialization@erp-system",
            "block 1303 expired-acceptance untrusted-deserialization@erp-system",
            "warn 1306 bulk-decision ldap-injection@*@ldap-auth-server@*",
            "warn 1313 bulk-decision unencrypted-asset@*",
            "warn 1320 bulk-decision missing-authentication-second-factor@*@*@*",
            "warn 1327 bulk-decision missing-hardening@*",
            "warn 1334 bulk-decision dos-risky-access-across-trust-boundary@*@*@*",
            "block 1335 open-threat dos-risky-access-across-trust-boundary@*@*@*",
        ],
    ),
    (
        "threagile/stub.yaml",
        &[
            "warn 0 unevaluated-threat-model risks.json",
            "warn 18 untouched-template template",
            "warn 20 outdated-threat-review review.age",
            "block 222 open-threat something-strange@some-component",
            "warn 222 placeholder-text something-strange@some-component",
        ],
    ),
    (
        "threat-dragon/generic-cms.json",
        &[
            "warn 6 untouched-template template",
            "warn 183 empty-threat-model threats",
            "warn 504 unthreatened-flow Unsecured mySQL\nconnection",
            "warn 668 unthreatened-flow HTTPS",
            "warn 750 unthreatened-flow Push to Bucket",
        ],
    ),
    (
        "threat-dragon/malformed.json",
        &[
            "block 1 invalid-threat-model threat-model.detail",
            "warn 7 unknown-threat-field threat-model.summary.title",
        ],
    ),
    (
        "threat-dragon/payment-online.json",
        &[
            "warn 6 untouched-template template",
            "warn 236 empty-threat-model threats",
            "warn 433 unthreatened-flow (1) Customer logs into\nthe merchant site",
            "warn 515 unthreatened-flow (2) Customer proceeds to payment page\nto make a purchase",
            "warn 597 unthreatened-flow (7) Customer provides card details\nand finalizes payment",
            "block 679 unthreatened-untrusted-flow (3) Customer Client sends order intent\nincluding order amount\n(6) Return PaymentIntent to\nthe Customer Client",
            "warn 933 unthreatened-flow (11) Return the PaymentIntent\nwith status",
            "block 1015 unthreatened-untrusted-flow (8) Customer Client send Stripe\ne.ConfirmCardPayment()",
            "warn 1107 unthreatened-flow (5) Return PaymentIntent\nto the Merchant",
            "warn 1189 unthreatened-flow (4) Merchant sends order information\ninc amount and currency",
        ],
    ),
    (
        "threat-dragon/three-tier-web-app.json",
        &[
            "warn 0 unevaluated-threat-model evidence",
            "warn 6 untouched-template template",
            "warn 466 contradicting-threat-model 1",
            "warn 479 contradicting-threat-model 2",
            "warn 569 unthreatened-flow 76b24277-4066-42a3-b75f-6b3e2c5c9d28",
            "warn 651 unthreatened-flow d67a2468-f1c7-4097-8e4a-656ec9f055dc",
        ],
    ),
    (
        "threat-dragon/v2-threat-model.json",
        &[
            "warn 0 unevaluated-threat-model evidence",
            "warn 3 untouched-template template",
            "block 139 open-threat 7df716cd-a982-48a5-b4ed-800ccb670734",
            "warn 417 unreasoned-exclusion Web Application Config",
            "block 421 open-threat aaea0238-2984-4b25-8268-3798e63bed34",
            "block 1021 open-threat f8cc4477-653f-4e4a-a0cb-7b90f046fd7b",
            "block 1104 open-threat 2fcfb064-6a08-4771-9d9d-342639d63d7b",
        ],
    ),
    (
        "tm-bom/cryptocurrency-wallet.json",
        &[
            "warn 256 unthreatened-flow df-browser-to-exchange-website",
            "block 271 unthreatened-untrusted-flow df-website-to-backend",
            "block 388 open-threat wallet-file-theft",
            "warn 388 unrated-threat wallet-file-theft",
            "block 402 open-threat api-key-theft-misuse",
            "warn 402 unrated-threat api-key-theft-misuse",
            "block 416 open-threat electrumx-data-tampering",
            "warn 416 unrated-threat electrumx-data-tampering",
        ],
    ),
    (
        "tm-bom/husky-ai.json",
        &[
            "warn 0 unevaluated-threat-model evidence",
            "warn 17 outdated-threat-review review.age",
            "block 348 unthreatened-untrusted-flow azure-cognitive-gather-images",
            "block 363 unthreatened-untrusted-flow third-party-tools-gather-images",
            "block 378 unthreatened-untrusted-flow third-party-tools-jupyter-notebook",
            "block 393 unthreatened-untrusted-flow engineer-gather-images",
            "block 408 unthreatened-untrusted-flow engineer-jupyter-notebook",
            "warn 483 unthreatened-flow jupyter-notebook-ml-model",
            "warn 498 unthreatened-flow ml-model-deployment-service",
            "block 533 dangling-threat-reference user-api-gateway.source.user",
            "warn 603 unthreatened-flow deployment-bastion",
            "block 633 unthreatened-untrusted-flow admin-bastion",
            "block 678 unthreatened-untrusted-flow third-party-tools-web-server",
            "block 723 open-threat buffer-overflow-image-processing",
            "note 723 unplaced-threat buffer-overflow-image-processing",
            "block 745 open-threat supply-chain-attack",
            "note 745 unplaced-threat supply-chain-attack",
            "note 767 unplaced-threat image-tampering",
            "note 793 unplaced-threat notebook-tampering",
            "note 819 unplaced-threat model-tampering",
            "note 845 unplaced-threat perturbation-attack",
            "note 867 unplaced-threat sensitive-image-exposure",
            "warn 867 unrated-threat sensitive-image-exposure",
            "note 889 unplaced-threat ssh-compromise-developer-machine",
            "note 911 unplaced-threat ssh-compromise-vulnerability",
            "warn 1282 contradicting-threat-model web-attacks.level",
            "warn 1296 contradicting-threat-model unauthorized-ssh-access.level",
        ],
    ),
];

fn found(name: &str, bytes: &[u8]) -> Vec<String> {
    let desk = Desk::new();
    desk.write("tree/cullis.toml", "inventory.allow-empty = true\n");
    let (_, file) = name.rsplit_once('/').expect("a folder");
    desk.write(&format!("tree/threats/{file}"), bytes);
    let said = desk.check("tree", &["--report", "json", "--lang", "en"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let findings = report["findings"].as_array().expect("a list").iter();
    // A desk has no git history, and that is all that this rule tells of it.
    let findings = findings.filter(|one| one["rule"] != "unchecked-threat-review");
    let of_threats = findings.filter(|one| matches!(one["practice"].as_u64(), Some(11..=14)));
    let mut lines: Vec<(u64, String)> = of_threats
        .map(|one| {
            let line = one["place"]["line"].as_u64().unwrap_or_default();
            let text = |name: &str| one[name].as_str().unwrap_or_default();
            (line, format!("{} {line} {} {}", text("level"), text("rule"), text("subject")))
        })
        .collect();
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn every_finding_in_a_real_model_is_one_that_a_reader_agrees_with() {
    let Some(models) = shared::shared("threat-models") else { return };
    let mut wrong = Vec::new();
    for (name, expected) in FOUND {
        let bytes = std::fs::read(models.join(name)).expect("a readable model");
        let found = found(name, &bytes);
        if found != *expected {
            wrong.push(format!("(\"{name}\", &{found:#?}),"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
