/** All instances of the stream app as one: any of them answers for all. */
package io.glasswatch.stream.serve.fleet;
