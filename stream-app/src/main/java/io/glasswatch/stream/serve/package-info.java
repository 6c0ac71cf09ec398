/** What others may ask of the running system: cases, alerts, health. */
package io.glasswatch.stream.serve;
