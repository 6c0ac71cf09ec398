/** What a person types. */
package io.glasswatch.cli;
