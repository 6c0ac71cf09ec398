/** What an auditor reads: the audit log summed up along the steps of an audit. */
package io.glasswatch.stream.audit.report;
