/** What each process must be allowed to do in Kafka. */
package io.glasswatch.contract.access;
