/** When something happened, by the clocks of others. */
package io.glasswatch.stream.time;
