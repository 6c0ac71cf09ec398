/** Text into tokens, windows and back to places in the text. */
package io.glasswatch.explainer.tokenize;
