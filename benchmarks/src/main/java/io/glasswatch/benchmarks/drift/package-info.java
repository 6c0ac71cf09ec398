/** How often the drift detectors alarm by chance, and how soon they see a shift. */
package io.glasswatch.benchmarks.drift;
