/** Whether groups of traffic are treated alike. Pure arithmetic over counts. */
package io.glasswatch.stream.fairness;
