/** How far an explanation may be trusted. */
package io.glasswatch.explainer.check;
