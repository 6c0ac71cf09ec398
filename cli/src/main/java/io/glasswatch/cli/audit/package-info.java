/** The command that checks the audit log, proves what is in it, copies it and sums it up. */
package io.glasswatch.cli.audit;
