/** Who is let in over HTTP, and to what; knows no web server. */
package io.glasswatch.stream.serve.access;
