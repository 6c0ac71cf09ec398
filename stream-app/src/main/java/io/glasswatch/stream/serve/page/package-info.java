/** HTML for people: values in, text out, no server. */
package io.glasswatch.stream.serve.page;
