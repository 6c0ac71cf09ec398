/** Recognises interactions that come a second time, as producers send them that may repeat. */
package io.glasswatch.stream.once;
