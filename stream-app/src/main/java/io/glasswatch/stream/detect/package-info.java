/**
 * Finds what is wrong in one interaction: rules over its texts, checks of the whole, and numbers
 * that are watched for drift. Pure but for {@code DetectProcessor}.
 */
package io.glasswatch.stream.detect;
