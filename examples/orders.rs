//! Compares pairs of versions from the standard input, for `benches/orders`:
//! `ecosystem TAB a TAB b` a line in, `<`, `=`, `>` or `!` a line out.

use std::cmp::Ordering;
use std::io::{self, BufRead as _, BufWriter, Write as _};

use cullis::version::{compare, compare_gradle};

fn main() -> io::Result<()> {
    let mut output = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut fields = line.split('\t');
        let (Some(ecosystem), Some(a), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "expected `ecosystem TAB a TAB b`"));
        };
        let order = match ecosystem {
            "Gradle" => compare_gradle(a, b),
            ecosystem => compare(ecosystem, a, b),
        };
        let sign = match order {
            Ok(Ordering::Less) => '<',
            Ok(Ordering::Equal) => '=',
            Ok(Ordering::Greater) => '>',
            Err(_) => '!',
        };
        writeln!(output, "{sign}")?;
    }
    output.flush()
}
