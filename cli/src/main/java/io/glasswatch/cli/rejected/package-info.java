/** What could not be read: looked at, and sent once more. */
package io.glasswatch.cli.rejected;
