/** What the tests of several modules need: a browser, Prometheus, the files that are no code. */
package io.glasswatch.testing;
