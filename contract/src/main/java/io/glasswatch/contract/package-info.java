/** What crosses a process boundary: records, topics with their serdes, metric names. */
package io.glasswatch.contract;
