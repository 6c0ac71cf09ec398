/** Numbers measured of every interaction, by name. */
package io.glasswatch.stream.detect.signal;
