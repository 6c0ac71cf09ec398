/** {@code glasswatch reference}: what drift is measured against. */
package io.glasswatch.cli.reference;
