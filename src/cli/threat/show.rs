//! `cullis threat show`: the recorded threat models as tables, or as a picture.

use std::path::PathBuf;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgMatches};

use super::{Whither, style_of};
use crate::cli::{Context, Exit, flags};
use crate::domain::ports::Products as _;
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::messages::cli::threat as words;
use crate::messages::{self, Language};
use crate::report::{picture, text};
use crate::store::products::ProductFiles;

/// The name of the one product.
const SHOWN: &str = "threat-models";

/// `--format` and `-o`.
pub(super) fn arguments(language: Language) -> [Arg; 2] {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let format = Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(["text", "svg"])
        .default_value("text")
        .help(say(words::help_format()));
    let output = Arg::new("output")
        .long("output")
        .short('o')
        .value_name("FILE")
        .value_parser(PathBufValueParser::new())
        .help(say(words::help_output()));
    [format, output]
}

/// Shows them; what can't be written isn't acknowledged.
pub(super) fn show(models: &[ThreatModel], arguments: &ArgMatches, context: &Context) -> Exit {
    let file = arguments.get_one::<PathBuf>("output");
    let whither = if file.is_some() { Whither::File } else { Whither::Terminal };
    let render = |out: &mut dyn std::io::Write| match flags::text_of(arguments, "format") {
        Some("svg") => picture::render(models, context.language, out),
        _ => text::render_threat_models(models, style_of(context, whither), out),
    };
    let failed = |statement: Statement| {
        context.output.error(&context.say(&statement), context.language);
        Exit::Indeterminate
    };
    let Some(file) = file else {
        let mut bytes = Vec::new();
        let written = render(&mut bytes).and_then(|()| context.output.result(&bytes));
        return written
            .map_or_else(|error| failed(messages::cli::check::stdout_failed(error)), |()| Exit::Done);
    };
    let mut products = ProductFiles::new([(SHOWN.to_owned(), file.clone())]);
    let staged = products.stage(SHOWN, &render).map(|_| products.publish().into_iter().next());
    match staged {
        Ok(None) => Exit::Done,
        Ok(Some(failure)) | Err(failure) => failed(failure),
    }
}
