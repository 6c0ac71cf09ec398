/**
 * Detectors that are trained instead of written: small linear models over hashed features, fast
 * enough for every record. Pure arithmetic over texts.
 */
package io.glasswatch.stream.detect.learned;
