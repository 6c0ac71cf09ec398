/** Runs the product, breaks it on purpose, and checks that what came out is right. */
package io.glasswatch.chaos;
