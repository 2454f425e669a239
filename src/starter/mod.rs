//! The files that a repository begins with: a policy, a threat model of what can
//! be seen, and a step for its pipeline.
//!
//! What is seen is written down; what only people know stands as `TODO`, and
//! threats stand open. Nothing here claims that something was decided.

mod model;
mod seen;
#[cfg(test)]
mod tests;

pub use seen::{Seen, Service};

use crate::domain::ports::Files;
use crate::messages::Language;

/// A file that isn't there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starter {
    /// Its path below the repository.
    pub path: &'static str,
    /// Its text.
    pub text: String,
}

const POLICY: &str = "\
# How this repository is judged. Everything not said here is the built-in default;
# `cullis policy show` prints all of it.
# 本仓库的判定策略。此处未写明的均为内置默认值；`cullis policy show` 可全部列出。
";

const GITHUB: &str = "\
# The gate, at every change. The advisory database comes from wherever yours is kept.
# 在每次变更时运行门禁；公告数据库从您的保存位置获取。
name: cullis
on: [pull_request]
permissions:
  contents: read
jobs:
  cullis:
    runs-on: ubuntu-latest
    steps:
      # TODO: pin each action by its commit, and name where cullis and the database come from.
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - run: cullis check --base auto --db advisories.cullis --report sarif=cullis.sarif
";

const GITLAB: &str = "\
# The gate, at every merge request: include this file from `.gitlab-ci.yml`
# (`include: {local: cullis.gitlab-ci.yml}`).
# 在每个合并请求中运行门禁；请在 `.gitlab-ci.yml` 中引入此文件。
cullis:
  rules:
    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"
  variables:
    GIT_DEPTH: 0
  script:
    # TODO: name where cullis and the database come from.
    - git fetch origin \"$CI_MERGE_REQUEST_TARGET_BRANCH_NAME\"
    - cullis check --base auto --db advisories.cullis --report sarif=cullis.sarif
  artifacts:
    when: always
    paths: [cullis.sarif]
";

const JENKINS: &str = "\
// The gate, as a stage of a declarative pipeline: copy it into the Jenkinsfile.
// 声明式流水线中的门禁阶段：请复制到 Jenkinsfile 中。
stage('cullis') {
    steps {
        // TODO: name where cullis and the database come from.
        sh 'cullis check --base auto --db advisories.cullis --report sarif=cullis.sarif'
    }
    post { always { archiveArtifacts artifacts: 'cullis.sarif', allowEmptyArchive: true } }
}
";

/// The files for what was seen; which of them are there already is for whoever
/// writes them to look.
pub fn files(seen: &Seen, tree: &dyn Files, language: Language) -> Vec<Starter> {
    let has = |beginning: &str| tree.list().iter().any(|path| path.as_str().starts_with(beginning));
    let step = if has(".gitlab-ci.yml") {
        Starter { path: "cullis.gitlab-ci.yml", text: GITLAB.to_owned() }
    } else if has("Jenkinsfile") {
        Starter { path: "cullis.jenkinsfile", text: JENKINS.to_owned() }
    } else {
        Starter { path: ".github/workflows/cullis.yml", text: GITHUB.to_owned() }
    };
    vec![
        Starter { path: "cullis.toml", text: POLICY.to_owned() },
        Starter { path: "threat-model.yaml", text: model::text(seen, language) },
        step,
    ]
}
