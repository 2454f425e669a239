//! What is said of threat models: their text, their states, their evidence.

use super::sentences;

sentences! { "threat_model";
}
