/** Puts together requests and responses that come apart. */
package io.glasswatch.stream.pair;
