//! The words of the reports: headings, accounting, what to do next.

use super::sentences;

sentences! { "report";
}
