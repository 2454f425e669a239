//! `cullis threat review`: what changed since a model was reviewed, and a new
//! review written into it.

use std::path::Path;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::cli::exception::sign::sign_as;
use crate::cli::scene::Scene;
use crate::cli::{Context, Exit, flags, layers, usage};
use crate::disk;
use crate::domain::commit::CommitId;
use crate::domain::day::day_of;
use crate::domain::ports::FileError;
use crate::domain::review::{Changes, Coverage, CoverageState};
use crate::domain::statement::Statement;
use crate::domain::threat::{ModelFormat, ThreatModel};
use crate::gate;
use crate::messages::cli::threat as words;
use crate::messages::threat_model as say;
use crate::messages::{self, Language};
use crate::store::{installed, keys};
use crate::threat_model::{NewReview, payload_of, with_review};

/// Changed files that are listed for an element.
const LISTED_FILES: usize = 20;

/// The command's name.
pub(super) const NAME: &str = "review";

/// The command's arguments.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let text = |name: &'static str, value: &'static str, help: Statement| {
        Arg::new(name).long(name).value_name(value).help(say(help))
    };
    Command::new(NAME)
        .about(say(words::about_review()))
        .args([flags::path(language), flags::policy(language), flags::now(language)])
        .arg(text("by", "NAME", words::help_by()).required_unless_present("show").requires("role"))
        .arg(text("role", "ROLE", words::help_role()).requires("by"))
        .arg(
            Arg::new("key")
                .long("key")
                .value_name("FILE")
                .value_parser(PathBufValueParser::new())
                .requires("by")
                .help(say(words::help_review_key())),
        )
        .arg(text("system", "ID", words::help_system()))
        .arg(
            Arg::new("add")
                .long("add")
                .action(ArgAction::SetTrue)
                .requires("by")
                .help(say(words::help_add())),
        )
        .arg(
            Arg::new("show")
                .long("show")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["by", "role", "add"])
                .help(say(words::help_show())),
        )
        .after_help(usage::examples(
            language,
            [
                "cullis threat review --show",
                "cullis threat review --by \"Ana Silva\" --role security-champion",
            ],
        ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let usage = |error: Statement| layers::usage_error(&error, context);
    let scene = Scene::open(arguments, context)?;
    let report = scene.with_world(|world| gate::look_at_threats(world, scene.settings.clone()));
    let model = chosen(&report.threat_models, flags::text_of(arguments, "system")).map_err(usage)?;
    let mut lines = changes(model);
    if arguments.get_flag("show") {
        return print(&lines, context);
    }
    let signing = Signing {
        by: flags::text_of(arguments, "by").unwrap_or_default(),
        role: flags::text_of(arguments, "role").unwrap_or_default(),
        adds: arguments.get_flag("add"),
    };
    let today = day_of(scene.settings.now);
    let mut review = signing.review(model, (scene.head(), today)).map_err(usage)?;
    let here = std::path::PathBuf::from(".");
    let folder = flags::path_of(arguments, "path").unwrap_or(&here);
    let path = folder.join(model.file.as_str());
    let tell = |reason: &Statement| {
        context.output.error(&format!("{}: {}", path.display(), context.say(reason)), context.language);
    };
    let failed = |reason: Statement| {
        tell(&reason);
        Exit::Indeterminate
    };
    let text = read(&path, &scene).map_err(failed)?;
    let limits = &scene.settings.policy.limits;
    let mut written = with_review(&model.file, &text, &review, limits).map_err(failed)?;
    if let Some(key) = flags::path_of(arguments, "key") {
        let signature = signature(&written, (model, &signing), (key.as_path(), &scene)).map_err(usage)?;
        review.signatures.push(signature);
        written = with_review(&model.file, &text, &review, limits).map_err(failed)?;
    }
    if written != text {
        installed::write_text(&path, written.as_bytes()).map_err(failed)?;
    }
    lines.push((0, words::reviewed(&model.system, signing.by, signing.role, path.display())));
    print(&lines, context)
}

/// The one model that is meant: the native one, or that of the system named.
fn chosen<'run>(models: &'run [ThreatModel], system: Option<&str>) -> Result<&'run ThreatModel, Statement> {
    let is_meant = |model: &&ThreatModel| match system {
        Some(system) => *model.system == *system,
        None => model.format == ModelFormat::Native && !model.is_unread(),
    };
    let meant: Vec<&ThreatModel> = models.iter().filter(is_meant).collect();
    match (meant.as_slice(), system) {
        ([one], _) if one.is_unread() => Err(words::model_unread(&one.file)),
        ([one], _) if one.format != ModelFormat::Native => {
            Err(words::model_of_other_format(&one.file, one.format.word()))
        }
        ([one], _) => Ok(one),
        ([], Some(system)) => Err(words::no_such_system(system)),
        ([], None) => Err(words::no_model()),
        (several, _) => {
            let names: Vec<String> = several.iter().map(|model| format!("`{}`", model.system)).collect();
            Err(words::several_models(names.join(", ")))
        }
    }
}

/// A statement, and how far it is indented.
type Line = (usize, Statement);

/// What changed since the review, element by element.
fn changes(model: &ThreatModel) -> Vec<Line> {
    let review = model.review.as_ref();
    let day = review
        .and_then(|review| review.date.as_ref())
        .map_or_else(|| "?".to_owned(), |date| date.value.to_string());
    let mut lines = vec![match review {
        Some(_) => (0, words::since(&model.system, &model.file, day)),
        None => (0, words::never_reviewed(&model.system, &model.file)),
    }];
    if model.review_facts.coverage.is_empty() {
        lines.push((2, words::covers_nothing()));
    }
    lines.extend(model.review_facts.coverage.iter().flat_map(element_lines));
    lines
}

fn element_lines(one: &Coverage) -> Vec<Line> {
    let (element, files) = (&one.element.value, one.files);
    match &one.state {
        CoverageState::Same => vec![(2, words::element_same(element, files))],
        CoverageState::New => vec![(2, words::element_new(element, files))],
        CoverageState::Unreviewed => vec![(2, words::element_unreviewed(element, files))],
        CoverageState::Unknown(why) => vec![(2, words::element_unknown(element, files).because(why.clone()))],
        CoverageState::Changed(Changes::Some(why)) => {
            vec![(2, words::element_changed_somehow(element, files).because(why.clone()))]
        }
        CoverageState::Changed(Changes::Files(changed)) => {
            let mut lines = vec![(2, words::element_changed(element, files, changed.len()))];
            lines.extend(changed.iter().take(LISTED_FILES).map(|file| (4, words::file(file))));
            if changed.len() > LISTED_FILES {
                lines.push((4, words::more_files(changed.len() - LISTED_FILES)));
            }
            lines
        }
    }
}

/// Who signs, and how.
struct Signing<'run> {
    by: &'run str,
    role: &'run str,
    /// Beside those who signed already.
    adds: bool,
}

impl Signing<'_> {
    fn review(
        &self,
        model: &ThreatModel,
        (head, today): (Option<CommitId>, jiff::civil::Date),
    ) -> Result<NewReview, Statement> {
        if [self.by, self.role].iter().any(|text| text.trim().is_empty()) {
            return Err(words::empty_name());
        }
        let mut digests = Vec::new();
        for one in &model.review_facts.coverage {
            let digest =
                one.digest.clone().map_err(|why| words::not_digestible(&one.element.value).because(why))?;
            digests.push((one.element.value.to_string(), digest));
        }
        let own = (self.by.trim().to_owned(), self.role.trim().to_owned());
        if !self.adds {
            return Ok(NewReview {
                commit: head,
                date: today,
                by: vec![own],
                digests,
                signatures: Vec::new(),
            });
        }
        Self::beside(model, (own, digests))
    }

    /// One more name below a review that still holds. Its day stays: the
    /// others looked then.
    fn beside(
        model: &ThreatModel,
        (own, digests): ((String, String), Vec<(String, crate::domain::digest::Digest)>),
    ) -> Result<NewReview, Statement> {
        let review = model.review.as_ref().ok_or_else(words::nothing_to_add_to)?;
        let date = review.date.as_ref().ok_or_else(words::nothing_to_add_to)?.value;
        let holds = model.review_facts.coverage.iter().all(|one| one.state == CoverageState::Same)
            && review.digests.len() == digests.len();
        if !holds {
            return Err(words::stale_to_add_to());
        }
        let role = |one: &crate::domain::review::SignOff| {
            one.role.as_ref().map_or_else(String::new, |role| role.value.to_string())
        };
        let mut by: Vec<(String, String)> = review
            .by
            .iter()
            .map(|one| (one.who.value.to_string(), role(one)))
            .filter(|one| *one != own)
            .collect();
        by.push(own);
        let commit = review.commit.as_ref().and_then(|commit| CommitId::new(&commit.value));
        // What the others signed stays as it is: names come one by one.
        let signatures = review.signatures.iter().map(ToString::to_string).collect();
        Ok(NewReview { commit, date, by, digests, signatures })
    }
}

fn read(path: &Path, scene: &Scene) -> Result<String, Statement> {
    let read = disk::read_regular(path, scene.settings.policy.limits.file_bytes);
    let bytes = read.map_err(|error| match error {
        FileError::Absent => words::no_model(),
        FileError::Refused(reason) => reason,
    })?;
    String::from_utf8(bytes).map_err(|_| messages::threat_model::review_of_other_encoding())
}

/// The signature of the one who reviews, over the text as it will be.
fn signature(
    written: &str,
    (model, signing): (&ThreatModel, &Signing<'_>),
    (key, scene): (&Path, &Scene),
) -> Result<String, Statement> {
    let policy = &scene.settings.policy;
    let here = scene.settings.repository.as_ref();
    let here = here.map_err(|reason| say::review_repository_unknown().because(reason.clone()))?;
    let payload = payload_of((&model.file, written), here, &policy.limits)?;
    let key = keys::private(key)?;
    let (approver, signature) =
        sign_as(&policy.roster, &key, &payload).ok_or_else(messages::cli::exception::not_on_roster)?;
    if !approver.is(signing.by) {
        return Err(words::key_of_another(&approver.name, signing.by));
    }
    signature
}

fn print(lines: &[Line], context: &Context) -> Result<Exit, Exit> {
    let mut text = String::new();
    for (indent, line) in lines {
        text.push_str(&" ".repeat(*indent));
        text.push_str(&context.say(line));
        text.push('\n');
    }
    context.output.result(text.as_bytes()).map(|()| Exit::Done).map_err(|_| Exit::Indeterminate)
}
