/** The web server: routes, formats, headers. */
package io.glasswatch.stream.serve.http;
