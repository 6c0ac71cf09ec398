/**
 * Patterns that show only in many conversations together: of one user, tenant, model or secret
 * value. Pure but for {@code SightProcessor}, which says who is concerned by an interaction, and
 * {@code TogetherProcessor}, which remembers.
 */
package io.glasswatch.stream.together;
