/** Signed notes and checkpoints in the formats of C2SP: what a log signs and anyone can check. */
package io.glasswatch.stream.audit.note;
