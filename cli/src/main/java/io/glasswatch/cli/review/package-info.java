/** {@code glasswatch reviews}: what people said of cases, as rows that train the safety head. */
package io.glasswatch.cli.review;
