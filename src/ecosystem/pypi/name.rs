//! Names of Python packages in the form that the index compares.

pub(in crate::ecosystem) use crate::purl::normalised_pypi_name as normalised;
