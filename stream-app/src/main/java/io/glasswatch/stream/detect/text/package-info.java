/** Matches many regular expressions against a text in one linear-time pass. */
package io.glasswatch.stream.detect.text;
