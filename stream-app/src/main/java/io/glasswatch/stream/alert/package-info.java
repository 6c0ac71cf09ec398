/** Alerts: turns evidence into episodes that start, fire once, and end. */
package io.glasswatch.stream.alert;
