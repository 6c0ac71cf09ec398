/** Which tokens drove a category: the methods, and windows merged back into texts. */
package io.glasswatch.explainer.attribute;
