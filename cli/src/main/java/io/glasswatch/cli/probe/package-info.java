/** {@code glasswatch probe}: whether a safety model scores people of different groups alike. */
package io.glasswatch.cli.probe;
