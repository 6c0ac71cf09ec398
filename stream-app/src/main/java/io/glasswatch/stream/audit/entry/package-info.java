/** What the audit log says: facts without text, and how they are written. */
package io.glasswatch.stream.audit.entry;
