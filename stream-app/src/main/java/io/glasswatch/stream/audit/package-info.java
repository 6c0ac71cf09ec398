/** The audit: every decision becomes an entry of a log that nobody can change unnoticed. */
package io.glasswatch.stream.audit;
