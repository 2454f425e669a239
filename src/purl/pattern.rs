//! Names of components with `*` in them, as tables, policies and threat models
//! write them: a package URL without a version.

use super::{PackageUrl, normalise};
use crate::domain::component::{Component, Ecosystem};
use crate::domain::pattern;

/// A component's name, or a pattern of names, of one ecosystem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComponentPattern {
    ecosystem: String,
    name: String,
}

impl ComponentPattern {
    /// Reads a package URL in which `*` stands for any run of characters. A
    /// version says nothing here and is passed over. `None` when it is no
    /// package URL, or names all that an ecosystem has: who lists everything
    /// has looked at nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let url = PackageUrl::parse(text)?;
        let ecosystem = url.ecosystem();
        let name = normalise(&ecosystem, &url.full_name()).into_owned();
        let says_something = name.chars().any(char::is_alphanumeric);
        says_something.then_some(Self { ecosystem, name })
    }

    /// Whether it names this component, whatever its version.
    pub fn names(&self, component: &Component) -> bool {
        if self.ecosystem != component.ecosystem.as_str() {
            return false;
        }
        let name = normalise(&self.ecosystem, &component.name);
        pattern::matches(&self.name, &name)
            || self.ecosystem == Ecosystem::GO && pattern::matches(&self.name, without_major(&name))
    }

    /// The ecosystem, as OSV spells it.
    pub fn ecosystem(&self) -> &str {
        &self.ecosystem
    }
}

/// A Go module without the number of its major version: to move to the next
/// one makes no other component of it.
fn without_major(name: &str) -> &str {
    let is_major = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    name.rsplit_once('/').filter(|(_, last)| is_major(last)).map_or(name, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::ComponentPattern;
    use crate::domain::component::{Component, Ecosystem, Version};

    fn names(pattern: &str, ecosystem: &str, name: &str) -> bool {
        let component =
            Component { ecosystem: Ecosystem::new(ecosystem), name: name.into(), version: Version::Unstated };
        ComponentPattern::parse(pattern).expect("a pattern").names(&component)
    }

    #[test]
    fn a_pattern_names_as_the_registry_compares() {
        assert!(names("pkg:cargo/quick-xml", "crates.io", "quick-xml"));
        assert!(!names("pkg:cargo/quick-xml", "npm", "quick-xml"));
        assert!(!names("pkg:cargo/quick-xml", "crates.io", "quick-xml-derive"));
        assert!(names("pkg:cargo/quick-xml@0.38.0", "crates.io", "quick-xml"));
        assert!(names("pkg:pypi/Ruamel_Yaml", "PyPI", "ruamel-yaml"));
        assert!(names("pkg:nuget/newtonsoft.json", "NuGet", "Newtonsoft.Json"));
        assert!(names("pkg:maven/org.apache.poi/*", "Maven", "org.apache.poi:poi-ooxml"));
        assert!(!names("pkg:maven/org.apache.poi/*", "Maven", "org.apache:poi"));
        assert!(names("pkg:npm/@acme/*", "npm", "@acme/basket"));
        assert!(names("pkg:cargo/quill_pen", "crates.io", "Quill-Pen"));
        assert!(names("pkg:golang/github.com/acme/till", "Go", "github.com/ACME/Till"));
        assert!(names("pkg:swift/git.example/acme/*", "SwiftURL", "git.example/Acme/Tool"));
        assert!(names("pkg:deb/debian/libxml2*", "purl:deb", "debian/libxml2-dev"));
    }

    #[test]
    fn a_go_module_stands_for_all_its_majors() {
        for name in ["code.example/git", "code.example/git/v5", "code.example/git/v12"] {
            assert!(names("pkg:golang/code.example/git", "Go", name), "{name}");
        }
        assert!(!names("pkg:golang/code.example/git", "Go", "code.example/git/vendor"));
        assert!(!names("pkg:golang/code.example/git/v5", "Go", "code.example/git/v6"));
        assert!(names("pkg:golang/gopkg.example/yaml.v*", "Go", "gopkg.example/yaml.v3"));
    }

    #[test]
    fn what_names_everything_names_nothing() {
        for text in ["pkg:npm/*", "pkg:npm/%2a", "pkg:maven/*/*", "npm:left", "left", ""] {
            assert_eq!(ComponentPattern::parse(text), None, "{text}");
        }
    }
}
