/**
 * Formulas over JSON, XML and HTML: JSONPath (RFC 9535 without regular expressions), XPath 1.0 and
 * CSS selectors, each within a {@link dev.sluice.fetcher.http.formula.Budget}.
 */
@NullMarked
package dev.sluice.fetcher.http.formula;

import org.jspecify.annotations.NullMarked;
