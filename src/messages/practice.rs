//! The words of the gate's own catalogue: a short title for each practice.

use super::sentences;
use crate::domain::statement::Statement;

sentences! { "practice";
    /// Practice 1.
    inventory_complete() "inventory is complete" "组件清单完整";
    /// Practice 2.
    no_known_vulnerable_component() "no component with a known vulnerability" "没有含已知漏洞的组件";
    /// Practice 3.
    no_malicious_component() "no malicious component" "没有恶意组件";
    /// Practice 4.
    no_unmaintained_component() "no unmaintained component" "没有停止维护的组件";
    /// Practice 5.
    license_allowed() "licences are allowed" "许可证合规";
    /// Practice 6.
    source_allowed() "components come from allowed sources" "组件来源合规";
    /// Practice 7.
    versions_pinned() "versions are pinned" "版本已锁定";
    /// Practice 8.
    integrity_hash_present() "integrity hashes are present" "具备完整性哈希";
    /// Practice 9.
    advisory_database_fresh() "advisory database is fresh" "公告数据库是最新的";
    /// Practice 10.
    exceptions_time_boxed_and_approved() "exceptions are time-boxed and approved" "例外有期限且经审批";
    /// Practice 11.
    threat_model_present() "threat model is present" "具备威胁模型";
    /// Practice 12.
    threat_model_fresh() "threat model is fresh" "威胁模型是最新的";
    /// Practice 13.
    threats_mitigated_with_evidence() "threats are mitigated, with evidence" "威胁已缓解且有证据";
    /// Practice 14.
    threat_model_covers_components() "threat model covers the components" "威胁模型覆盖组件";
    /// Practice 15.
    sbom_emitted() "SBOM is emitted" "已输出软件物料清单";
    /// Practice 16.
    verdict_attested() "verdict is attested" "裁决有证明";
    /// Practice 17.
    history_retained() "history is retained" "历史记录已留存";
    /// A number that no practice has.
    unknown(number) "practice {number}" "实践 {number}";
}

/// The title of a practice, by its number.
pub fn title_of(number: u8) -> Statement {
    match number {
        1 => inventory_complete(),
        2 => no_known_vulnerable_component(),
        3 => no_malicious_component(),
        4 => no_unmaintained_component(),
        5 => license_allowed(),
        6 => source_allowed(),
        7 => versions_pinned(),
        8 => integrity_hash_present(),
        9 => advisory_database_fresh(),
        10 => exceptions_time_boxed_and_approved(),
        11 => threat_model_present(),
        12 => threat_model_fresh(),
        13 => threats_mitigated_with_evidence(),
        14 => threat_model_covers_components(),
        15 => sbom_emitted(),
        16 => verdict_attested(),
        17 => history_retained(),
        _ => unknown(number),
    }
}

#[cfg(test)]
mod tests {
    use super::title_of;
    use crate::domain::practice::PRACTICES;

    #[test]
    fn each_title_is_the_one_of_its_practice() {
        for practice in &PRACTICES {
            let key = title_of(practice.number).sentence.key;
            assert_eq!(key, format!("practice.{}", practice.id.replace('-', "_")));
        }
    }
}
