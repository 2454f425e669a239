//! What random stacks of layers are judged over.

pub(super) mod tests;
