/** State: what it costs to keep, to restore, and to have much of it. */
package io.glasswatch.benchmarks.state;
