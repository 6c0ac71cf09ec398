/** Rules: what counts as unsafe in a text, read from YAML packs and checked before use. */
package io.glasswatch.stream.detect.rule;
