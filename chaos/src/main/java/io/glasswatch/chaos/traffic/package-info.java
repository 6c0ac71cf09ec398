/** Traffic of which it is known what must become of every record. */
package io.glasswatch.chaos.traffic;
