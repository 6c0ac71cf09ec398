/** The audit log as a chain of entries: appending, checking, proving, keeping it in a directory. */
package io.glasswatch.stream.audit.log;
