//! What is said of the results of tests, and of evidence that they speak of.

use super::sentences;

sentences! { "threat_results";
    /// A file is XML of another kind.
    not_junit(found)
        "expected results of tests (`testsuites` or `testsuite`), found `{found}`"
        "应为测试结果（`testsuites` 或 `testsuite`），实际为 `{found}`";
    /// The test failed.
    failed(name)
        "test `{name}` failed in the given results, so it shows nothing"
        "测试 `{name}` 在给出的结果中失败，不能证明任何事";
    /// The test was skipped.
    skipped(name)
        "test `{name}` was skipped in the given results, so it shows nothing"
        "测试 `{name}` 在给出的结果中被跳过，不能证明任何事";
    /// The results don't know the test.
    absent(name)
        "test `{name}` isn't in the given results; hand in those of every part of the test run (`--junit` may be repeated)"
        "给出的结果中没有测试 `{name}`；请提供测试运行各部分的全部结果（`--junit` 可重复使用）";
    /// Results that the change brings along.
    committed(file)
        "`{file}` is committed, so no test run of this job wrote it; none of its results count"
        "`{file}` 是已提交的文件，并非由此次任务的测试写出；其中的结果一律不计";
    /// Where a result stands.
    stands_here()
        "its result"
        "其结果";
    /// What the flag is for.
    help_junit()
        "Results of tests in JUnit's XML: a test that is evidence has to be in them and to have passed; repeatable"
        "JUnit XML 格式的测试结果：作为证据的测试必须在其中且已通过；可多次给出";
    /// A mitigation of a high threat has no passed test.
    no_passed_test(mitigation)
        "no test that shows mitigation `{mitigation}` has a passed result in this run"
        "本次运行中，没有能证明缓解措施 `{mitigation}` 的测试结果为通过";
}
