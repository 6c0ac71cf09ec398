/** How anything is measured here: by turns, in one run, with a control. */
package io.glasswatch.benchmarks.harness;
