/** What is made to go wrong, and on what. */
package io.glasswatch.chaos.fault;
