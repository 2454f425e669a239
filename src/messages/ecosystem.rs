//! What readers of manifests and lockfiles say.

use super::sentences;

sentences! { "ecosystem";
    /// A file that the walk listed is no longer there.
    file_is_gone()
        "was there when the tree was listed and is gone now; run the check again"
        "列出目录树时还在，现在已不存在；请重新运行检查";
    /// A package depends on one that the lockfile doesn't list.
    lock_lacks_dependency(package, dependency)
        "`{package}` depends on `{dependency}`, which the lockfile doesn't list; regenerate it with its own tool"
        "`{package}` 依赖 `{dependency}`，但锁文件没有列出它；请用相应工具重新生成锁文件";
    /// A dependency could be one of several packages.
    lock_has_several(package, dependency)
        "`{package}` depends on `{dependency}`, and the lockfile lists more than one that this could mean; regenerate it with its own tool"
        "`{package}` 依赖 `{dependency}`，而锁文件中有多个条目符合；请用相应工具重新生成锁文件";
    /// An entry stands twice.
    listed_twice(name, version)
        "`{name} {version}` is listed a second time; regenerate the lockfile with its own tool"
        "`{name} {version}` 重复列出；请用相应工具重新生成锁文件";
    /// A Package.resolved without its main part.
    swift_without_pins()
        "expected `pins`, the list of resolved packages, found none; write the file again with `swift package resolve`"
        "应有列出已解析软件包的 `pins`，但没有找到；请用 `swift package resolve` 重新生成";
    /// A version of Package.resolved that is unknown here.
    swift_version(found, newest)
        "expected version 1 to {newest} of the format, found `{found}`; entries may be missing"
        "格式版本应为 1 至 {newest}，实际为 `{found}`；可能有条目遗漏";
    /// A kind of pin that is unknown here.
    swift_kind(found)
        "expected a `kind` of `remoteSourceControl`, `localSourceControl`, `fileSystem` or `registry`, found `{found}`; this pin isn't read"
        "`kind` 应为 `remoteSourceControl`、`localSourceControl`、`fileSystem` 或 `registry`，实际为 `{found}`；未读取该条目";
    /// The location of a pin is no repository's address.
    swift_location(found)
        "expected the address of a repository such as `https://git.example/owner/name.git`, found `{found}`; this pin isn't read"
        "应为 `https://git.example/owner/name.git` 形式的仓库地址，实际为 `{found}`；未读取该条目";
    /// A pin to a branch or a commit.
    swift_without_version(package)
        "`{package}` is pinned to a branch or a commit and states no version, so advisories that name versions can't be compared with it; ask for a released version in Package.swift"
        "`{package}` 固定到分支或提交，未说明版本，无法与按版本描述的公告比对；请在 Package.swift 中要求已发布的版本";
    /// A packages.lock.json without its main part.
    nuget_without_dependencies()
        "expected `dependencies` with the target frameworks, found none; regenerate it with `dotnet restore --force-evaluate`"
        "应有包含目标框架的 `dependencies`，但没有找到；请用 `dotnet restore --force-evaluate` 重新生成";
    /// A version of packages.lock.json that is unknown here.
    nuget_version(found, newest)
        "expected version 1 to {newest} of the format, found `{found}`; entries may be missing"
        "格式版本应为 1 至 {newest}，实际为 `{found}`；可能有条目遗漏";
    /// The type of an entry of packages.lock.json.
    nuget_type(found)
        "expected a `type` of `Direct`, `Transitive`, `CentralTransitive` or `Project`, found `{found}`"
        "`type` 应为 `Direct`、`Transitive`、`CentralTransitive` 或 `Project`，实际为 `{found}`";
    /// Two entries of one target whose names differ in case alone.
    nuget_same_name(name)
        "`{name}` is listed a second time, perhaps in another case; regenerate the lockfile with `dotnet restore --force-evaluate`"
        "`{name}` 重复列出，可能只是大小写不同；请用 `dotnet restore --force-evaluate` 重新生成锁文件";
    /// A project that isn't in the tree.
    nuget_project_undeclared(name)
        "`{name}` is of type `Project`, so it should be part of the repository, and no project file of that name is; regenerate the lockfile with `dotnet restore --force-evaluate`"
        "`{name}` 的类型为 `Project`，应属于本仓库，但没有同名的项目文件；请用 `dotnet restore --force-evaluate` 重新生成锁文件";
    /// A package without a version.
    nuget_unresolved(name)
        "`{name}` has no `resolved` version; regenerate the lockfile with `dotnet restore --force-evaluate`"
        "`{name}` 没有 `resolved` 版本；请用 `dotnet restore --force-evaluate` 重新生成锁文件";
    /// A content hash that is none.
    nuget_content_hash(found)
        "expected a SHA-512 of 88 base64 characters, found `{found}`"
        "应为 88 个 base64 字符的 SHA-512，实际为 `{found}`";
    /// A line of go.mod or go.work with a word that can't be read.
    go_word(found)
        "expected words, quoted texts without escapes and `//` comments, found `{found}`"
        "应为单词、不含转义的引号文本和 `//` 注释，实际为 `{found}`";
    /// A line of go.sum.
    go_sum_line(found)
        "expected `module version h1:hash`, found `{found}`; regenerate it with `go mod tidy`"
        "应为 `module version h1:hash`，实际为 `{found}`；请用 `go mod tidy` 重新生成";
    /// A required module without a line in go.sum.
    go_sum_lacks(module, version)
        "go.sum has no line for `{module} {version}`; regenerate it with `go mod tidy`"
        "go.sum 中没有 `{module} {version}`；请用 `go mod tidy` 重新生成";
    /// A required version that is none.
    go_unresolved(module, version)
        "`{module}` is required at `{version}`, which is excluded or no version; resolve it with `go mod tidy`"
        "`{module}` 要求的 `{version}` 已被排除或不是版本；请用 `go mod tidy` 解析";
    /// A tool of no module.
    go_tool_without_module(package)
        "`{package}` is run as a tool, and no module that is required has it, so its version is unknown; add the module with `go get -tool {package}`"
        "`{package}` 作为工具运行，但所要求的模块中都没有它，因此版本未知；请用 `go get -tool {package}` 添加该模块";
    /// A go.mod that doesn't list what its modules need.
    go_unpruned(count)
        "before `go 1.17` the file doesn't list what its modules need; {count} {count:module|modules} of go.sum stand in for it, perhaps more than is built; raise it with `go mod tidy -go=1.17`"
        "早于 `go 1.17` 的文件不列出其模块的依赖；以 go.sum 中的 {count} 个模块代替，可能多于实际构建；请用 `go mod tidy -go=1.17` 升级";
    /// The same, and there is no go.sum.
    go_unpruned_without_sum()
        "before `go 1.17` the file doesn't list what its modules need, and there is no go.sum; raise it with `go mod tidy -go=1.17`"
        "早于 `go 1.17` 的文件不列出其模块的依赖，而且没有 go.sum；请用 `go mod tidy -go=1.17` 升级";
    /// A go.mod without its module line.
    go_without_module()
        "expected a line `module path`, found none"
        "应有一行 `module path`，但没有找到";
    /// A file whose last line has no end.
    last_line_open(command)
        "the last line has no end, so the file may be cut off; write it again with `{command}`"
        "最后一行没有换行，文件可能被截断；请用 `{command}` 重新写入";
    /// A `use` that names no module.
    go_work_folder(folder)
        "expected a folder of the tree with a go.mod that names its module, found `{folder}`"
        "应为目录树中含有声明模块的 go.mod 的文件夹，实际为 `{folder}`";
    /// A go.work without modules.
    go_work_uses_nothing()
        "expected `use` with the folders of the workspace's modules, found none"
        "应有 `use` 列出工作区模块所在的文件夹，但没有找到";
    /// A manifest of a format that isn't read.
    unsupported_format(format)
        "{format} isn't read by this version of Cullis, so what it declares isn't judged; an SBOM in CycloneDX JSON beside it would be"
        "此版本的 Cullis 不读取 {format}，其中声明的内容未经判定；可在旁边放置 CycloneDX JSON 格式的软件物料清单";
    /// A manifest without a lockfile.
    missing_lockfile(command)
        "declares dependencies and no lockfile pins them, so their versions are unknown; write one with `{command}` and commit it"
        "声明了依赖，但没有锁文件固定其版本，因此版本未知；请用 `{command}` 生成锁文件并提交";
    /// A manifest asks for what the lockfile doesn't list.
    manifest_unlocked(package, wanted, lockfile, command)
        "asks for `{package}` ({wanted}), which {lockfile} doesn't list for it, so what will be used is unknown; bring it up to date with `{command}`"
        "要求 `{package}`（{wanted}），但 {lockfile} 没有为它列出，因此不知道会使用什么；请用 `{command}` 更新锁文件";
    /// A manifest asks for other versions than the lockfile has.
    manifest_locked_at_another(package, wanted, lockfile, locked, command)
        "asks for `{package}` ({wanted}), and {lockfile} has {locked}, so another version will be used; bring it up to date with `{command}`"
        "要求 `{package}`（{wanted}），而 {lockfile} 中为 {locked}，会使用别的版本；请用 `{command}` 更新锁文件";
    /// A manifest asks for a package from elsewhere than the lockfile has it.
    manifest_locked_from_elsewhere(package, lockfile, command)
        "asks for `{package}` from another source than {lockfile} has it from, so what will be used is unknown; bring it up to date with `{command}`"
        "要求的 `{package}` 与 {lockfile} 中的来源不同，因此不知道会使用什么；请用 `{command}` 更新锁文件";
    /// A submodule that isn't checked out.
    submodule_absent(folder)
        "the submodule in `{folder}` isn't checked out, so what it declares isn't judged; run `git submodule update --init --recursive` before the check"
        "`{folder}` 处的子模块未检出，其中声明的内容未被评判；请在检查前运行 `git submodule update --init --recursive`";
    /// A setup.py whose dependencies aren't written out.
    setup_py_is_code()
        "is a program that makes its dependencies as it runs, and isn't run, so what it declares isn't judged; write them into `[project]` of a pyproject.toml and pin them with `uv lock`"
        "是在运行时生成依赖的程序，而门禁不运行它，因此其中声明的内容未被评判；请将依赖写入 pyproject.toml 的 `[project]`，并用 `uv lock` 固定";
    /// A package of a Cargo.lock that passes for the project's own.
    cargo_lock_undeclared(name)
        "`{name}` has no `source`, so it should be part of the project, and no Cargo.toml of the tree declares it; regenerate the lockfile with `cargo generate-lockfile`"
        "`{name}` 没有 `source`，应属于本项目，但目录树中没有 Cargo.toml 声明它；请用 `cargo generate-lockfile` 重新生成锁文件";
    /// A crate that the tree carries and Cargo.lock doesn't list.
    cargo_vendor_unlisted(package)
        "the tree carries `{package}` in place of a registry, and no Cargo.lock lists it, so that it is built without being judged; `cargo vendor` makes the two agree"
        "目录树自带 `{package}` 以替代仓库，但没有 Cargo.lock 列出它，因此它参与构建却未被评判；请用 `cargo vendor` 使两者一致";
    /// A crate that the tree carries under another checksum.
    cargo_vendor_checksum(package)
        "the tree carries `{package}` with another checksum than Cargo.lock states; `cargo vendor` fetches it anew"
        "目录树自带的 `{package}` 的校验和与 Cargo.lock 所列不同；请用 `cargo vendor` 重新获取";
    /// A module that the tree carries and go.mod doesn't list.
    go_vendor_unlisted(module, version)
        "the tree carries `{module}` at {version}, and go.mod doesn't list it at that version, so that it is built without being judged; `go mod vendor` makes the two agree"
        "目录树自带 `{module}` 的 {version} 版本，但 go.mod 未列出该版本，因此它参与构建却未被评判；请用 `go mod vendor` 使两者一致";
    /// A file of cargo metadata without its graph.
    metadata_without_graph()
        "expected the graph of `cargo metadata --format-version 1`, found none in it; make it without `--no-deps`"
        "应为 `cargo metadata --format-version 1` 的依赖图，但其中没有；生成时请勿使用 `--no-deps`";
    /// A node of the graph that is no package of it.
    metadata_stray_node(id)
        "the graph names `{id}`, which its packages don't list; make it again with `cargo metadata --format-version 1`"
        "依赖图提到 `{id}`，但其软件包列表中没有；请用 `cargo metadata --format-version 1` 重新生成";
    /// A graph that belongs to no lockfile here.
    metadata_of_no_lockfile()
        "the graph of `cargo metadata` is of another workspace: no Cargo.lock here has only packages of it as its own; make it in this repository"
        "`cargo metadata` 的依赖图属于另一个工作区：此处没有任何 Cargo.lock 的自有软件包全部在其中；请在本仓库中生成";
    /// A package of the graph that the lockfile lacks.
    metadata_not_locked(component, lockfile)
        "`{component}` is in the graph of `cargo metadata` and not in {lockfile}; make both from the same commit"
        "`{component}` 在 `cargo metadata` 的依赖图中，但不在 {lockfile} 中；请在同一提交上生成两者";
    /// A checksum isn't a SHA-256.
    not_a_sha256(found)
        "expected a SHA-256 of 64 hexadecimal digits, found `{found}`"
        "应为 64 位十六进制的 SHA-256，实际为 `{found}`";
    /// A key at the top of a Cargo.lock.
    cargo_lock_top_key(key)
        "expected `version`, `[[package]]`, `[metadata]` or `[[patch.unused]]`, found `{key}`; what stands there isn't read"
        "应为 `version`、`[[package]]`、`[metadata]` 或 `[[patch.unused]]`，实际为 `{key}`；其中的内容未读取";
    /// A key of a package in a Cargo.lock.
    cargo_lock_package_key(key)
        "expected `name`, `version`, `source`, `checksum`, `replace` (texts) or `dependencies` (a list), found `{key}`; what stands there isn't read"
        "应为 `name`、`version`、`source`、`checksum`、`replace`（文本）或 `dependencies`（列表），实际为 `{key}`；其中的内容未读取";
    /// A package without a name or a version.
    cargo_lock_incomplete_package()
        "expected a package with `name` and `version`, found one that lacks them; regenerate the lockfile with `cargo generate-lockfile`"
        "软件包应有 `name` 和 `version`，但此处缺失；请用 `cargo generate-lockfile` 重新生成锁文件";
    /// A source of an unknown kind.
    cargo_lock_unknown_source(source)
        "expected a source that begins with `registry+`, `sparse+`, `git+` or `path+`, found `{source}`"
        "来源应以 `registry+`、`sparse+`、`git+` 或 `path+` 开头，实际为 `{source}`";
    /// A checksum for a package that isn't listed.
    cargo_lock_stray_checksum(package)
        "there is a checksum for `{package}`, which the lockfile doesn't list; regenerate it with `cargo generate-lockfile`"
        "存在 `{package}` 的校验和，但锁文件没有列出它；请用 `cargo generate-lockfile` 重新生成锁文件";
    /// A version of the format that is unknown here.
    cargo_lock_version(version, newest)
        "made by a newer Cargo: version {version} of the format, and this Cullis knows 1 to {newest}; entries may be missing"
        "由更新版本的 Cargo 生成：格式版本为 {version}，而此 Cullis 支持 1 至 {newest}；可能有条目遗漏";
    /// A package from elsewhere that nothing depends on.
    cargo_lock_unneeded(name, version)
        "nothing in the lockfile depends on `{name} {version}`, so the entry that needs it is missing; regenerate it with `cargo generate-lockfile`"
        "锁文件中没有任何条目依赖 `{name} {version}`，说明依赖它的条目缺失；请用 `cargo generate-lockfile` 重新生成";
    /// No package is the project's own.
    cargo_lock_without_project()
        "lists no package of the project itself, so it is cut off or edited by hand; regenerate it with `cargo generate-lockfile`"
        "没有列出项目自身的任何软件包，可能被截断或手工改动；请用 `cargo generate-lockfile` 重新生成";
    /// An npm lockfile of a version that came later.
    npm_lock_version(version, newest)
        "made by a newer npm: `lockfileVersion` {version}, and this Cullis knows 1 to {newest}; entries may be missing"
        "由更新版本的 npm 生成：`lockfileVersion` 为 {version}，而此 Cullis 支持 1 至 {newest}；可能有条目遗漏";
    /// An npm lockfile of no known version.
    npm_lock_version_unknown(found, newest)
        "expected `lockfileVersion` from 1 to {newest}, found `{found}`; write the file again with `npm install --package-lock-only`"
        "`lockfileVersion` 应为 1 至 {newest}，实际为 `{found}`；请用 `npm install --package-lock-only` 重新生成";
    /// npm is told not to read its lockfile.
    npm_lock_ignored(setting)
        "`{setting}` lets npm install by the ranges of package.json instead of what the lockfile pins, so what is installed isn't known; take the line out"
        "`{setting}` 会让 npm 按 package.json 中的版本范围安装，而不采用锁文件固定的版本，因此实际安装的内容未知；请删除此行";
    /// The key of an npm entry is no path that can exist.
    npm_folder(found)
        "expected the path of a folder such as `node_modules/name`, found `{found}`; this entry isn't read"
        "应为 `node_modules/名称` 形式的文件夹路径，实际为 `{found}`；未读取该条目";
    /// An npm link leads to a folder that the lockfile doesn't list.
    npm_link_to_nothing(target)
        "links to `{target}`, which the lockfile doesn't list, so what that folder needs is unknown; write the file again with `npm install --package-lock-only`"
        "链接到 `{target}`，但锁文件没有列出它，因此不知道该文件夹需要什么；请用 `npm install --package-lock-only` 重新生成";
    /// An npm lockfile lacks what an entry depends on.
    npm_lacks_dependency(package, dependency)
        "`{package}` depends on `{dependency}`, which the lockfile doesn't install where Node would find it; write the file again with `npm install --package-lock-only`"
        "`{package}` 依赖 `{dependency}`，但锁文件没有把它装在 Node 能找到的位置；请用 `npm install --package-lock-only` 重新生成";
    /// package.json asks for what the lockfile doesn't list.
    npm_manifest_unlocked(name, range, lockfile)
        "asks for `{name}` as `{range}`, which {lockfile} doesn't list for it, so what will be installed is unknown; bring it up to date with `npm install --package-lock-only`"
        "要求 `{name}`（`{range}`），但 {lockfile} 没有为它列出，因此不知道会安装什么；请用 `npm install --package-lock-only` 更新锁文件";
    /// package.json asks for another range than the lockfile was made for.
    npm_manifest_differs(name, range, lockfile, found)
        "asks for `{name}` as `{range}`, and {lockfile} has `{found}`, so npm will install something else; bring it up to date with `npm install --package-lock-only`"
        "要求 `{name}` 为 `{range}`，而 {lockfile} 中为 `{found}`，npm 会安装别的版本；请用 `npm install --package-lock-only` 更新锁文件";
    /// A folder that passes for a part of the project.
    npm_folder_without_manifest(folder)
        "`{folder}` is listed as part of the project, and no package.json stands in it; write the file again with `npm install --package-lock-only`"
        "`{folder}` 被列为项目的一部分，但其中没有 package.json；请用 `npm install --package-lock-only` 重新生成";
    /// The lockfile installs what the project doesn't ask for.
    npm_another_installed(package, wanted, found)
        "`{package}` asks for `{wanted}`, and the lockfile installs `{found}` for it, which npm won't keep; write the file again with `npm install --package-lock-only`"
        "`{package}` 要求 `{wanted}`，而锁文件为其安装 `{found}`，npm 不会保留；请用 `npm install --package-lock-only` 重新生成";
    /// The address of an npm entry is that of another package.
    npm_address_of_another(own, other)
        "is locked as `{own}`, and its address is that of `{other}`, which is what npm downloads; write the file again with `npm install --package-lock-only`"
        "锁定为 `{own}`，但其地址是 `{other}` 的，npm 下载的是后者；请用 `npm install --package-lock-only` 重新生成";
    /// The two layouts of an npm lockfile differ.
    npm_layouts_differ(folder, version)
        "`dependencies` install `{folder}` at `{version}`, and `packages` don't, so npm before 7 installs what isn't judged; write the file again with `npm install --package-lock-only`"
        "`dependencies` 在 `{folder}` 安装 `{version}`，而 `packages` 没有，因此 npm 7 之前的版本会安装未经评判的内容；请用 `npm install --package-lock-only` 重新生成";
    /// An npm entry has no version.
    npm_without_version(package)
        "`{package}` has no `version`; write the file again with `npm install --package-lock-only`"
        "`{package}` 没有 `version`；请用 `npm install --package-lock-only` 重新生成";
    /// An npm entry of version 1 has an address where others have a version.
    npm_address_for_version(package, address)
        "`{package}` is pinned to `{address}` and states no version number; `npm install --package-lock-only --lockfile-version 3` writes it down"
        "`{package}` 固定为 `{address}`，未说明版本号；运行 `npm install --package-lock-only --lockfile-version 3` 可将其写入";
    /// A hash of an npm entry has another form.
    npm_not_integrity(found)
        "expected hashes such as `sha512-…` as `integrity`, found `{found}`"
        "`integrity` 应为 `sha512-…` 形式的哈希，实际为 `{found}`";
    /// A Python lockfile's hash has another form.
    python_not_a_hash(found)
        "expected a hash such as `sha256:…`, found `{found}`"
        "应为 `sha256:…` 形式的哈希，实际为 `{found}`";
    /// An entry of a Python lockfile has no version.
    python_without_version(package, command)
        "`{package}` has no `version`, so nothing can be said of it; write the file again with `{command}`"
        "`{package}` 没有 `version`，因此无法判断；请用 `{command}` 重新生成";
    /// Nothing leads to an entry of a Python lockfile.
    python_unneeded(package, command)
        "nothing in the lockfile needs `{package}`, so the file is cut off or edited by hand; write it again with `{command}`"
        "锁文件中没有任何条目需要 `{package}`，文件可能被截断或手工改动；请用 `{command}` 重新生成";
    /// An own package that its folder doesn't declare.
    python_own_undeclared(package, folder)
        "`{package}` is listed as part of the project in `{folder}`, and no pyproject.toml there declares it; write the lockfile again with its own tool"
        "`{package}` 被列为项目的一部分（位于 `{folder}`），但该处没有 pyproject.toml 声明它；请用相应工具重新生成锁文件";
    /// Two own packages in one folder.
    python_two_in_a_folder(package, other, folder)
        "`{package}` is listed as part of the project in `{folder}`, where `{other}` is already; write the lockfile again with its own tool"
        "`{package}` 被列为项目的一部分（位于 `{folder}`），但该处已有 `{other}`；请用相应工具重新生成锁文件";
    /// The archive of an entry is that of another package.
    python_archive_of_another(own, archive)
        "`{own}` is locked with the archive `{archive}`, which is another's and is what gets installed; write the lockfile again with `uv lock`"
        "`{own}` 锁定的归档为 `{archive}`，它属于另一个软件包，而安装的正是它；请用 `uv lock` 重新生成锁文件";
    /// A uv.lock of a version that came later.
    uv_lock_version(found, newest)
        "expected `version` {newest}, found `{found}`: made by another uv than this Cullis knows; entries may be missing"
        "`version` 应为 {newest}，实际为 `{found}`：由此 Cullis 不认识的 uv 版本生成；可能有条目遗漏";
    /// A source of an unknown kind in a uv.lock.
    uv_source(found)
        "expected a source with `registry`, `git`, `url`, `path`, `directory`, `editable` or `virtual`, found `{found}`"
        "来源应含 `registry`、`git`、`url`、`path`、`directory`、`editable` 或 `virtual`，实际为 `{found}`";
    /// A poetry.lock of a version that came later.
    poetry_lock_version(found, newest)
        "made by another Poetry than this Cullis knows: `lock-version` {found}, expected 1.0 to {newest}.x; entries may be missing"
        "由此 Cullis 不认识的 Poetry 版本生成：`lock-version` 为 {found}，应为 1.0 至 {newest}.x；可能有条目遗漏";
    /// A source of an unknown kind in a poetry.lock.
    poetry_source(found)
        "expected a source of type `legacy`, `git`, `url`, `file` or `directory`, found `{found}`"
        "来源类型应为 `legacy`、`git`、`url`、`file` 或 `directory`，实际为 `{found}`";
    /// An option that a requirements file can't have.
    pip_option(found)
        "expected an option that pip knows, with its value, found `{found}`"
        "应为 pip 认识的选项及其值，实际为 `{found}`";
    /// A requirements file that declares an encoding in which lines can hide.
    pip_encoding(label)
        "declares the encoding `{label}`, in which plain letters can hide further lines from whoever doesn't obey it; write the file in UTF-8 and take the declaration out"
        "声明了编码 `{label}`，普通字母在其中可以隐藏更多的行；请改用 UTF-8 保存并删除该声明";
    /// A hash without a requirement.
    pip_hash_alone()
        "expected a requirement before `--hash`, found none; the line that it belongs to is missing or doesn't end in `\\`"
        "`--hash` 之前应有依赖要求，但没有找到；它所属的行缺失，或行末没有 `\\`";
    /// A requirements file includes what isn't in the tree.
    pip_include_outside(reference)
        "includes `{reference}`, which is outside the repository and isn't read; keep the file in the repository"
        "包含了仓库之外的 `{reference}`，未读取；请把该文件放进仓库";
    /// A requirements file includes itself.
    pip_include_circle(reference)
        "includes `{reference}`, which leads back here or too deep; take the circle apart"
        "包含了 `{reference}`，形成循环或层次过深；请消除循环";
    /// A requirements file includes a file that isn't there.
    pip_include_absent(reference)
        "includes `{reference}`, and there is no such file; add it or take the line out"
        "包含了 `{reference}`，但没有这个文件；请添加该文件或删除此行";
    /// What a project is built with is left open.
    build_unpinned(package)
        "`{package}` is fetched anew for each build at a version that nothing pins, so advisories can't be compared with it; pin it with `==`"
        "每次构建都会重新获取 `{package}`，而其版本未固定，无法与公告比对；请用 `==` 固定";
    /// A requirement file that something names, by no name that has a reader.
    requirements_by_another_name(reference)
        "names `{reference}` as a file of requirements, and its name isn't one that such files are known by, so it isn't read; call it `requirements-….txt`, or move it into a folder `requirements`"
        "将 `{reference}` 作为依赖要求文件，但其文件名无法识别，因此未读取；请改名为 `requirements-….txt`，或移入 `requirements` 文件夹";
    /// A requirement file whose name only a run knows.
    requirements_unknown(reference)
        "names `{reference}` as a file of requirements, and only a run knows which file that is, so it isn't read; move such files into a folder `requirements`"
        "将 `{reference}` 作为依赖要求文件，但运行时才知道是哪个文件，因此未读取；请将此类文件移入 `requirements` 文件夹";
    /// A requirement leaves its version open.
    pip_range(package, range)
        "`{package}` is asked for as `{range}`, so its version is known only when it is installed; pin it with `==`, for instance with `pip-compile`"
        "`{package}` 的要求是 `{range}`，安装时才知道版本；请用 `==` 固定，例如用 `pip-compile`";
    /// A requirement says nothing of its version.
    pip_no_version(package)
        "`{package}` is asked for in any version; pin it with `==`, for instance with `pip-compile`"
        "`{package}` 没有限定版本；请用 `==` 固定，例如用 `pip-compile`";
    /// A requirement has an address that states no version.
    pip_address_without_version(package)
        "`{package}` is asked for by its address, which states no version, so advisories can't be compared with it; pin a released version with `==`"
        "`{package}` 只给出了地址，没有版本，无法与公告比较；请用 `==` 固定一个已发布的版本";
    /// An SBOM of the other format.
    sbom_spdx()
        "is an SBOM in SPDX, which isn't read by this version of Cullis, so what it declares isn't judged; a CycloneDX JSON beside it would be"
        "是 SPDX 格式的软件物料清单，此版本的 Cullis 不读取，其中声明的内容未经判定；可在旁边放置 CycloneDX JSON 格式的软件物料清单";
    /// A file with an SBOM's name that is none.
    sbom_unknown()
        "has the name of an SBOM and isn't CycloneDX: expected `bomFormat` with the value `CycloneDX`, found none; if it is something else, exclude it in the policy"
        "文件名是软件物料清单的名称，但不是 CycloneDX：应有值为 `CycloneDX` 的 `bomFormat`，但没有找到；如果是其他文件，请在策略中排除";
    /// An SBOM without components.
    sbom_empty()
        "is an SBOM that lists no component, so nothing in it says what the build uses; make it again from a resolved build"
        "是未列出任何组件的软件物料清单，无法从中得知构建所用的内容；请根据已解析的构建重新生成";
    /// An SBOM of a version that came later.
    sbom_version(found)
        "made by a newer tool: `specVersion` {found}, and this Cullis knows 1.2 to 1.7; entries may be missing"
        "由更新的工具生成：`specVersion` 为 {found}，而此 Cullis 支持 1.2 至 1.7；可能有条目遗漏";
    /// An SBOM of no known version.
    sbom_version_unknown(found)
        "expected `specVersion` from 1.2 to 1.7, found `{found}`; entries may be missing"
        "`specVersion` 应为 1.2 至 1.7，实际为 `{found}`；可能有条目遗漏";
    /// A package URL that is none.
    sbom_not_a_purl(found)
        "expected a package URL such as `pkg:npm/name@1.0.0`, found `{found}`; without it the component can't be assessed"
        "应为 `pkg:npm/name@1.0.0` 形式的 purl，实际为 `{found}`；没有它就无法评估该组件";
    /// A hash of an SBOM has another form.
    sbom_not_a_hash(found)
        "expected a hash with `alg` and hexadecimal `content`, found `{found}`"
        "哈希应含 `alg` 和十六进制的 `content`，实际为 `{found}`";
    /// A licence of an SBOM has another form.
    sbom_not_a_license(found)
        "expected a licence with an `id`, a `name` or an `expression`, found `{found}`"
        "许可证应含 `id`、`name` 或 `expression`，实际为 `{found}`";
    /// Two components have one reference.
    sbom_reference_twice(reference)
        "`bom-ref` `{reference}` names a second component, so what depends on it is unclear; make the SBOM again with its own tool"
        "`bom-ref` `{reference}` 指向第二个组件，依赖关系不明确；请用相应工具重新生成软件物料清单";
    /// The graph names what isn't listed.
    sbom_reference_to_nothing(reference)
        "`dependencies` name `{reference}`, which the SBOM doesn't list, so a component may be missing; make the SBOM again with its own tool"
        "`dependencies` 提到 `{reference}`，但软件物料清单没有列出它，可能有组件遗漏；请用相应工具重新生成";
    /// A component of an SBOM has no version.
    sbom_without_version(package)
        "`{package}` has no `version`, so advisories can't be compared with it; make the SBOM from a resolved build"
        "`{package}` 没有 `version`，无法与公告比较；请根据已解析的构建生成软件物料清单";
    /// A component of an SBOM has a range of versions.
    sbom_range(package, range)
        "`{package}` is listed as the range `{range}`, so its version is unknown; make the SBOM from a resolved build"
        "`{package}` 列出的是范围 `{range}`，版本未知；请根据已解析的构建生成软件物料清单";
    /// A component of an SBOM has two versions.
    sbom_two_versions(package, purl, version)
        "`{package}` is {purl} by its package URL and {version} by its `version`; the package URL is judged, and one of them is wrong"
        "`{package}` 的 purl 中版本为 {purl}，而 `version` 为 {version}；判定以 purl 为准，但两者必有一个错误";
}
