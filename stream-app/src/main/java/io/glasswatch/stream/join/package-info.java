/** Interaction, findings and explanation become a case: within the deadline, or with its reason. */
package io.glasswatch.stream.join;
