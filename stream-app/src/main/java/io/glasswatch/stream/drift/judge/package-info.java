/** Whether a window of traffic still looks like its reference. Pure arithmetic over counts. */
package io.glasswatch.stream.drift.judge;
