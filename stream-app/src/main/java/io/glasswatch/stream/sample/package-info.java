/** Chooses which interactions are explained, and remembers how likely that was. */
package io.glasswatch.stream.sample;
