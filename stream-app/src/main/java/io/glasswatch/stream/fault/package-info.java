/** What happens to a record that our own code cannot digest: it is put aside and counted. */
package io.glasswatch.stream.fault;
